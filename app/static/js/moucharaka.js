// What a page gains when a script runs. Each part stands alone and every page works without it.
(() => {
  "use strict";
  const page = document.documentElement;
  const all = (selector, root = document) => root.querySelectorAll(selector);
  const on = (type, act, target = document) => target.addEventListener(type, act);
  const part = (act) => { try { act(); } catch { /* the page is whole without it */ } };
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");
  const fetchPage = async (url, signal) => {
    const answer = await fetch(url, { signal, credentials: "same-origin", headers: { Accept: "text/html" } });
    if (!answer.ok) throw answer;
    return parse(await answer.text());
  };

  // What a phone keeps for hours without network is its account's: whoever else comes, or nobody, finds nothing of it.
  part(() => {
    const who = page.dataset.account;
    if (who === undefined || localStorage.account === who) return;
    localStorage.removeItem("kept");
    localStorage.account = who;
    caches.keys().then((names) => names.forEach((name) => name !== `entry-${who}` && caches.delete(name)));
  });

  // A typed date, said back in words: the browser shows it in its own order, not the page's.
  part(() => {
    const locale = [page.lang, page.dataset.country].filter(Boolean).join("-");
    const words = new Intl.DateTimeFormat(locale + "-u-nu-latn-ca-gregory", { dateStyle: "full", timeZone: "UTC" });
    on("input", ({ target }) => {
      const said = target.type === "date" && document.querySelector(`output[for="${target.id}"]`);
      if (said) said.textContent = target.value ? words.format(new Date(target.value)).replace(/^(\p{L}+) 1 /u, "$1 1er ") : "";
    });
  });

  // Sent once: a second press waits. The pressed button's value still goes, as it is disabled after the form is read.
  part(() => {
    on("submit", (event) => {
      const form = event.target;
      if (form.method !== "post" || event.defaultPrevented) return;
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = "1";
      const buttons = [...form.elements].filter((one) => one.type === "submit");
      setTimeout(() => buttons.forEach((one) => { one.disabled = true; }));
      const free = () => { delete form.dataset.sent; buttons.forEach((one) => { one.disabled = false; }); };
      setTimeout(free, 15000);
      on("pageshow", (shown) => shown.persisted && free(), window);
    });
  });

  // A changed form is not left by accident.
  part(() => {
    const changed = new Set(all("form[data-changed]"));
    on("input", ({ target, detail }) => !detail && target.form?.dataset.leave && changed.add(target.form));
    on("submit", () => changed.clear());
    on("beforeunload", (event) => { if (changed.size) event.preventDefault(); }, window);
  });

  // Results follow the typing; the address follows too, so that back and reload keep the place.
  part(() => {
    all("form[data-live]").forEach((form) => {
      let wait, running;
      const announced = form.appendChild(document.createElement("p"));
      announced.className = "away";
      announced.setAttribute("role", "status");
      const look = async () => {
        running?.abort();
        running = new AbortController();
        const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
        const url = form.action.split("?")[0] + (String(asked) && "?" + asked);
        try {
          const found = (await fetchPage(url, running.signal)).getElementById(form.dataset.live);
          if (!found) return form.submit();
          document.getElementById(form.dataset.live).replaceChildren(...found.childNodes);
          announced.textContent = document.querySelector("[data-count]")?.textContent || "";
          history.replaceState(null, "", url);
        } catch (error) { if (error.name !== "AbortError") form.submit(); }
      };
      on("input", ({ target }) => {
        clearTimeout(wait);
        wait = setTimeout(look, target.type === "search" ? 300 : 0);
      }, form);
    });
  });

  // A long task shows how far it is, then its end.
  part(() => {
    const follow = async () => {
      const box = document.querySelector("[data-progress]");
      if (!box) return;
      try {
        const fresh = (await fetchPage(box.dataset.progress)).getElementById(box.id);
        if (!fresh?.dataset.progress) return location.assign(box.dataset.progress);
        box.replaceChildren(...fresh.childNodes);
      } catch { /* asked again below */ }
      setTimeout(follow, 2000);
    };
    setTimeout(follow, 1500);
  });

  // A password is shown while its button is pressed in, and hidden again before it is sent, so that no browser remembers it as text.
  part(() => {
    const show = (button, shown) => {
      button.setAttribute("aria-pressed", shown);
      document.getElementById(button.dataset.reveal).type = shown ? "text" : "password";
    };
    all("[data-reveal]").forEach((button) => { button.hidden = false; });
    on("click", ({ target }) => target.dataset?.reveal && show(target, target.ariaPressed !== "true"));
    on("submit", () => all("[data-reveal]").forEach((button) => show(button, false)));
  });

  // The open one of many sections is in sight, wherever it stands in their row.
  part(() => all(".sections [aria-current]").forEach((one) => {
    const [row, mine] = [one.parentElement, one].map((box) => box.getBoundingClientRect());
    one.parentElement.scrollLeft += mine.left + mine.width / 2 - row.left - row.width / 2;
  }));

  // Copy and print need a script, so their buttons are hidden without one.
  part(() => {
    all("[data-copy],[data-print]").forEach((button) => { button.hidden = false; });
    on("click", async ({ target }) => {
      const button = target.closest?.("[data-copy],[data-print]");
      if (!button) return;
      if ("print" in button.dataset) return print();
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.lastChild.textContent = button.dataset.done;
    });
  });

  // Menus close on Escape and on a click elsewhere; filters and the whole navigation stand open on a desk.
  part(() => {
    const close = (kept) => all("details.menu[open]").forEach((menu) => {
      if (menu === kept) return;
      if (menu.contains(document.activeElement) && !kept) menu.firstElementChild.focus();
      menu.open = false;
    });
    on("keydown", ({ key }) => key === "Escape" && close());
    on("click", ({ target }) => close(target.closest?.("details.menu") || page));
    if (matchMedia("(min-width:64rem)").matches && !CSS.supports("selector(::details-content)")) {
      all("details.filters, details.more").forEach((one) => { one.open = true; one.classList.remove("menu"); });
    }
  });
})();
