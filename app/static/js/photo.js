// A photo of a receipt is made small on the phone before it travels. Without this it travels as it is, and the house makes it small.
(() => {
  "use strict";
  if (!window.createImageBitmap || !window.DataTransfer) return;
  const longest = 1600, enough = 400000;
  const jobs = new Map();
  const written = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
  const small = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
    const sheet = canvas.getContext("2d");
    sheet.fillStyle = "#fff"; // what was transparent is white, like paper
    sheet.fillRect(0, 0, canvas.width, canvas.height);
    sheet.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    let light;
    for (const quality of [0.7, 0.55, 0.4]) {
      light = await written(canvas, quality);
      if (light.size <= enough) break;
    }
    return new File([light], "receipt.jpg", { type: "image/jpeg" });
  };
  const say = (input, text, kind) => {
    let said = document.getElementById(`${input.id}-said`);
    if (!said) {
      said = document.createElement("span");
      said.id = `${input.id}-said`;
      said.setAttribute("role", "status");
      input.after(said);
    }
    said.className = kind;
    said.textContent = text;
    input.closest(".field").classList.toggle("wrong", kind === "message");
  };
  const shrink = async (input, chosen) => {
    say(input, input.dataset.wait, "hint");
    try {
      const box = new DataTransfer();
      box.items.add(await small(chosen));
      if (input.files[0] !== chosen) return; // another one was chosen meanwhile
      input.files = box.files;
      say(input, input.dataset.ready, "hint");
    } catch {
      if (input.files[0] !== chosen) return;
      input.value = "";
      say(input, input.dataset.unreadable, "message");
    }
  };
  document.querySelectorAll("input[data-shrink]").forEach((input) => { input.accept += ",image/webp"; });
  document.addEventListener("change", ({ target }) => {
    const chosen = target.dataset && "shrink" in target.dataset && target.files[0];
    if (!chosen) return;
    const job = shrink(target, chosen).finally(() => { if (jobs.get(target) === job) jobs.delete(target); });
    jobs.set(target, job);
  });
  // A form that is sent meanwhile waits for its photo; on the window, so before every other listener.
  window.addEventListener("submit", (event) => {
    const waiting = [...jobs].filter(([input]) => input.form === event.target).map(([, job]) => job);
    if (!waiting.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    Promise.all(waiting).then(() => event.target.requestSubmit(event.submitter));
  }, true);
})();
