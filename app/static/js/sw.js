// Stands by for the pages of entries: the network first, and what was kept of them where there is none.
"use strict";
const inside = new URL(registration.scope).pathname;
const isKept = ({ pathname }) => [`${inside}/new`, `${inside}/phone`].includes(pathname);
const keyOf = ({ pathname, searchParams }) => pathname + (searchParams.has("kind") ? `?kind=${searchParams.get("kind")}` : "");
const find = async (url) => (await caches.match(keyOf(url), { ignoreVary: true })) || caches.match(url.pathname, { ignoreSearch: true, ignoreVary: true });
const late = (time) => new Promise((done, fail) => setTimeout(fail, time));
const renew = async (url, answer) => {
  const name = (await caches.keys()).find((one) => one.startsWith("entry-"));
  if (name) await (await caches.open(name)).put(keyOf(url), answer);
};
const ask = async (event, url) => {
  const answer = await fetch(event.request);
  if (answer.status >= 500 && isKept(url)) throw answer;
  if (answer.ok && !answer.redirected && isKept(url)) event.waitUntil(renew(url, answer.clone()));
  return answer;
};
const page = async (event, url) => {
  const kept = isKept(url) ? await find(url) : null, asked = ask(event, url);
  asked.catch(() => {});
  try {
    return await (kept ? Promise.race([asked, late(4000)]) : asked);
  } catch (answer) {
    return kept || (answer instanceof Response ? answer : (await caches.match(`${inside}/phone`, { ignoreVary: true })) || Response.error());
  }
};
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.includes("/static/")) event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept || fetch(request)));
});
