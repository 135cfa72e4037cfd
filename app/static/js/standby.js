// What the outbox does beside sending: pages for hours without network, the list of what waits, signing out.
export default ({ $, on, who, here, entry, form, read, write, mine, waiting, put, take, change, looked, flush, say, fill, show }) => {
  const page = document.documentElement, leave = $('form[action$="/logout"]');
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  const lines = (errors) => Object.values(errors || {}).flat().join(" ");

  // --- The page of what waits ---
  const list = (all) => {
    const rows = { waiting: [], refused: [], kept: (read("kept") || []).map((one) => row("kept", one)) };
    for (const one of all) rows[one.state === "dropped" ? one.was : one.state]?.push(row(one.state, one));
    for (const [state, items] of Object.entries(rows)) {
      const part = $(`[data-list="${state}"]`);
      part.hidden = !items.length;
      part.querySelector("ul").replaceChildren(...items.slice(0, 100));
    }
    $("[data-nothing]").hidden = all.length > 0;
  };
  const row = (state, one) => {
    const piece = $(`template[data-row="${state}"]`).content.firstElementChild.cloneNode(true);
    const to = state === "kept" ? here.records + one.id : `${here.new}?kind=${one.kind}#${one.uid}`;
    fill(piece, { said: one.said, why: lines(one.errors), to });
    piece.dataset.uid = one.uid;
    return piece;
  };
  on("click", async ({ target }) => {
    const act = target.closest?.("[data-act]")?.dataset.act, uid = target.closest?.("[data-uid]")?.dataset.uid;
    if (act === "send") { await flush(); return leaving() && !(await waiting()).length && leave.submit(); }
    if (act === "leave") { forget(); return leave.submit(); }
    if (!uid || !act) return;
    const one = await take(uid);
    if (act === "drop") await put({ ...one, state: "dropped", was: one.state });
    if (act === "undo") await put({ ...one, state: one.was });
    show();
  });

  // --- Signing out: what waits is told of before, the rest is wiped. ---
  const leaving = () => new URLSearchParams(location.search).has("leaving");
  const forget = () => { try { localStorage.removeItem("kept"); caches.delete(`entry-${who}`); } catch { /* nothing was kept */ } };
  leave?.addEventListener("submit", async (event) => {
    event.preventDefault();
    let count = 0;
    try { count = (await waiting()).length; } catch { /* no store */ }
    if (count && !leaving()) return location.assign(`${here.phone}?leaving=1`);
    forget();
    leave.submit();
  }, true);

  // --- A record that waits, opened again ---
  const fillIn = (record) => {
    form.elements.form_key.value = record.uid;
    const values = new Map();
    for (const [name, value] of record.fields) values.set(name, [...(values.get(name) || []), value]);
    for (const one of form.elements) {
      if (!values.has(one.name) || one.type === "submit") continue;
      if (["radio", "checkbox"].includes(one.type)) one.checked = values.get(one.name).includes(one.value);
      else one.value = values.get(one.name).shift() ?? "";
    }
    if (record.state === "refused") say("correct", { why: lines(record.errors) });
  };

  // --- Standing by: pages and files are kept for the hours without network. ---
  const remember = async () => {
    if (!form || !navigator.serviceWorker) return;
    await navigator.serviceWorker.register(here.worker, { scope: here.scope, updateViaCache: "all" });
    const name = `entry-${who}`, store = await caches.open(name), day = 86400000;
    const stands = (await store.match(here.more)) && Date.now() - (read("remembered") || 0) < day;
    if (!stands) await pause(1500); // after what the page itself needs
    if (!stands && !(await collect(store))) return;
    await navigator.serviceWorker.ready;
    page.dataset.standby = "1";
  };
  const collect = async (store) => {
    if (!(await looked()).ok) return false;
    const files = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.includes("/static/"));
    const scripts = [...document.scripts].map((one) => one.src);
    await store.addAll(new Set([...scripts, new URL(here.more, location).href, ...files]));
    for (const address of entry.dataset.pages.split(" ")) {
      const answer = await fetch(address);
      if (answer.ok && !answer.redirected) await store.put(address, answer);
    }
    write("remembered", Date.now());
    navigator.storage?.persist?.();
    return true;
  };

  const begin = async () => {
    try {
      const all = await mine(), asked = all.find((one) => one.uid === location.hash.slice(1));
      for (const one of all) if (one.state === "dropped") await change("readwrite", (store) => store.delete(one.uid));
      if (form && asked && !$("#errors")) fillIn(asked);
      if (leaving() && all.length) say("leaving", { count: all.length });
    } catch { /* nothing is kept here */ }
    await remember();
  };
  begin().catch(() => {});
  return $("[data-list]") && list;
};
