// Records wait on this phone until the house has them. Each has a mark of its own, so that it is kept once however often it is sent.
(() => {
  "use strict";
  const page = document.documentElement, who = page.dataset.account, here = document.currentScript.dataset;
  const $ = (selector) => document.querySelector(selector);
  const on = (type, act, target = document) => target.addEventListener(type, act);
  const entry = $("[data-entry]"), form = entry?.querySelector("form");
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const write = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* it is only a comfort */ } };
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  const now = () => new Date().toISOString();

  // --- The store: of all who use this phone; each page sees what is its own account's, in its own organisation. ---
  let opened;
  const open = () => opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open("moucharaka", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "uid" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = asked.onblocked = () => { opened = null; fail(asked.error); };
  });
  const change = async (mode, act) => {
    const base = await open();
    return new Promise((done, fail) => {
      const step = base.transaction("outbox", mode, { durability: "strict" }), asked = act(step.objectStore("outbox"));
      step.oncomplete = () => done(asked?.result);
      step.onerror = step.onabort = () => fail(step.error);
    });
  };
  const put = (record) => change("readwrite", (store) => store.put({ ...record, rev: crypto.randomUUID() }));
  const take = (uid) => change("readonly", (store) => store.get(uid));
  const mine = async () => (await change("readonly", (store) => store.getAll()))
    .filter((one) => one.account === who && one.to === here.sync)
    .sort((one, other) => (one.made_at < other.made_at ? -1 : 1));
  const waiting = async () => (await mine()).filter((one) => one.state === "waiting");

  // --- Sending: one tab at a time, a hundred at most, until nothing waits or the network is gone. ---
  const outcomes = new Map();
  const others = "BroadcastChannel" in window ? new BroadcastChannel("outbox") : null;
  let token = $("[name=csrf_token]")?.value, trouble = "";
  const ask = (options) => fetch(here.sync, { signal: AbortSignal.timeout(20000), cache: "no-store", ...options });
  const looked = async () => {
    const answer = await ask({ headers: { Accept: "application/json" } });
    if (!answer.ok) return answer;
    const told = await answer.json();
    token = told.token;
    write("ahead", Date.now() - Date.parse(told.now));
    return told.account === who ? answer : { status: 409 };
  };
  const post = async (records) => {
    const sent = records.map(({ uid, kind, fields, made_at }) => ({ uid, kind, fields, made_at }));
    const body = JSON.stringify({ account: who, sent_at: now(), records: sent });
    const go = () => ask({ method: "POST", body, keepalive: body.length < 60000, headers: {
      Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token } });
    const answer = await go();
    if (answer.status !== 400) return answer;
    const again = await looked(); // the token of a kept page may be of an older session
    return again.ok ? go() : again;
  };
  const settle = (answers, sent) => change("readwrite", (store) => {
    for (const answer of answers) {
      const was = sent.get(answer.uid), asked = store.get(answer.uid);
      outcomes.set(answer.uid, answer);
      asked.onsuccess = () => {
        const stands = asked.result;
        if (!stands || stands.rev !== was?.rev) return; // corrected meanwhile: it is sent anew
        if (answer.state === "refused") return store.put({ ...stands, state: "refused", errors: answer.errors });
        store.delete(answer.uid);
        if (answer.state === "foreign") store.put({ ...stands, uid: crypto.randomUUID() });
      };
    }
  });
  const noteKept = (answers) => {
    const kept = answers.filter((one) => one.state === "kept").map(({ uid, id, said }) => ({ uid, id, said }));
    write("kept", [...kept.reverse(), ...(read("kept") || [])].slice(0, 20));
  };
  const lot = (records, most) => {
    let size = 0;
    return records.slice(0, most).filter((one, index) => (size += JSON.stringify(one.fields).length * 2 + 200) < 240000 || !index);
  };
  const sendAll = async () => {
    const skipped = new Set();
    let most = 100;
    for (;;) {
      const records = lot((await waiting()).filter((one) => !skipped.has(one.uid)), most);
      if (!records.length) return "";
      const answer = await post(records);
      if (answer.ok) {
        const told = await answer.json();
        await settle(told.answers, new Map(records.map((one) => [one.uid, one])));
        noteKept(told.answers);
        write("ahead", (told.ahead || 0) * 1000);
        write("clock", told.clock || "");
        if (told.answers.some((one) => one.state === "aside")) say("aside");
        records.filter((one) => !told.answers.some(({ uid }) => uid === one.uid)).forEach((one) => skipped.add(one.uid));
      } else if (![413, 422, 500].includes(answer.status)) return String(answer.status);
      else if (records.length === 1) skipped.add(records[0].uid);
      else most = Math.ceil(records.length / 2); // one of them breaks the rest: find it
    }
  };
  const alone = (act) => (navigator.locks ? navigator.locks.request("outbox", act) : act());
  let running;
  const flush = () => running ??= alone(async () => {
    try { trouble = await sendAll(); } catch { trouble = "network"; }
    others?.postMessage(trouble);
  }).catch(() => {}).finally(() => { running = null; show(); });

  // --- What the page says ---
  const say = (name, values = {}) => {
    const box = $("[data-outbox]"), piece = $(`template[data-say="${name}"]`);
    if (!box || !piece) return;
    const shown = piece.content.cloneNode(true);
    fill(shown, values);
    box.replaceChildren(shown);
    box.dataset.said = name;
  };
  const hush = () => { const box = $("[data-outbox]"); box?.replaceChildren(); delete box?.dataset.said; };
  const fill = (piece, values) => {
    for (const [name, value] of Object.entries(values)) {
      piece.querySelectorAll(`[data-${name}]`).forEach((one) => { if (name === "to") one.href = value; else one.textContent = value; });
    }
  };
  const show = async () => {
    try {
      const all = await mine();
      const left = all.filter((one) => one.state !== "dropped");
      document.querySelectorAll("[data-waiting]").forEach((one) => { one.hidden = !left.length; fill(one, { count: left.length }); });
      if (trouble === "401" && left.length) say("signin");
      if (trouble === "409" && left.length) say("other");
      outbox.list?.(all);
    } catch { /* without a store nothing waits */ }
    const clock = $("[data-clock]");
    if (clock) { clock.hidden = !read("clock"); fill(clock, { said: read("clock") || "" }); }
  };
  // --- The entry page ---
  const today = () => {
    const ahead = read("ahead");
    return ahead === null ? "" : new Date(Date.now() - ahead).toLocaleDateString("en-CA");
  };
  const renew = () => {
    form.elements.form_key.value = crypto.randomUUID();
    const day = form.elements.day, real = today();
    if (!day?.max || !real || real <= entry.dataset.today) return; // a page of another day
    if (day.max === entry.dataset.today) day.max = real;
    if (day.value === entry.dataset.today && day.max === real) {
      day.value = real;
      day.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: 1 }));
    }
  };
  const typed = (submitter) => [...new FormData(form, submitter)].filter(([name]) => !["csrf_token", "form_key"].includes(name));
  const inWords = () => [...form.elements].map((one) => {
    if (["hidden", "submit", "button", "file", "output", "fieldset"].includes(one.type) || !one.value) return "";
    if (one.type === "date") return one.value;
    if (one.tagName === "SELECT") return one.selectedOptions[0]?.text;
    return ["radio", "checkbox"].includes(one.type) ? one.checked && one.labels[0]?.textContent.trim() : one.value;
  }).filter(Boolean).join(" · ").slice(0, 200);
  const clear = () => {
    if ($("#errors")) return location.assign(location.pathname + location.search); // its answers would come back
    const kept = [...form.elements].filter((one) => one.name === "day" || one.type === "radio").map((one) => [one, one.value, one.checked]);
    const said = [...form.querySelectorAll("output")].map((one) => [one, one.textContent]);
    form.reset();
    kept.forEach(([one, value, checked]) => { one.value = value; one.checked = checked; });
    said.forEach(([one, text]) => { one.textContent = text; });
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    renew();
    form.querySelector("input:not([type=hidden])")?.focus();
  };
  const plain = async (name) => {
    try { if ((await looked()).ok) return form.submit(); } catch { /* no network either */ }
    say(name); // what was typed stays in the form
  };
  const outcomeOf = async (uid) => {
    const told = outcomes.get(uid) || (read("kept") || []).find((one) => one.uid === uid);
    return told || ((await take(uid))?.state === "refused" ? { state: "refused" } : null);
  };
  const keep = async (submitter) => {
    const uid = form.elements.form_key.value, fields = typed(submitter).filter(([, value]) => typeof value === "string");
    const record = { uid, account: who, to: here.sync, kind: entry.dataset.entry, fields, said: `${$("h1").textContent} · ${inWords()}`, made_at: now(), state: "waiting" };
    try { await put(record); } catch (error) { return plain(error?.name === "QuotaExceededError" ? "full" : "none"); }
    outcomes.delete(uid);
    await Promise.race([flush().then(() => waiting()).then((left) => left.some((one) => one.uid === uid) && !trouble && flush()), pause(5000)]);
    const told = await outcomeOf(uid);
    if (told?.state === "refused") {
      await put({ ...record, state: "waiting" }); // whatever becomes of the form, the house is asked again
      return form.submit(); // its page says what is wrong, beside each field
    }
    if (told?.said !== undefined) say("kept", { said: told.said || record.said, to: here.records + told.id });
    else if (!["401", "409"].includes(trouble)) say("waits", { said: record.said });
    clear();
    show();
  };
  let busy = false;
  document.addEventListener("submit", async (event) => {
    const { submitter } = event;
    if (event.target !== form || submitter?.name === "_lang" || submitter?.hasAttribute("formaction")) return;
    if (typed(submitter).some(([, value]) => value instanceof Blob && value.size)) return; // files travel as a form does
    if (!submitter?.name && !form.checkValidity()) { // a button with a name brings what a field lacks
      if (navigator.onLine) return; // the house says it in the page's language
      event.preventDefault();
      return form.reportValidity();
    }
    event.preventDefault();
    if (busy) return;
    busy = true;
    hush();
    try { await keep(submitter); } finally { busy = false; }
  }, true); // before the page's own listeners

  // What a page can do without is fetched when it is whole: a first visit is short.
  const outbox = { $, on, who, here, entry, form, read, write, mine, waiting, put, take, change, looked, flush, say, fill, show };
  const begin = async () => {
    if (form && !$("#errors")) renew();
    try { if ((await waiting()).length) await flush(); } catch { /* nothing is kept here: forms are sent as without a script */ }
    if (document.readyState !== "complete") await new Promise((done) => on("load", done, window));
    outbox.list = (await import(here.more)).default(outbox);
    await show();
  };
  if (!who) return;
  on("online", flush, window);
  on("visibilitychange", async () => document.hidden || ((await waiting()).length ? flush() : show()));
  setInterval(async () => (await waiting()).length && flush(), 60000);
  if (others) others.onmessage = show;
  begin().catch(() => {});
})();
