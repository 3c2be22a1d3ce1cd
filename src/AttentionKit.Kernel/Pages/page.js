// What every page does by itself, with no server: focus for what scrolls, presenting, printing.
{
  const root = document.documentElement;

  // What scrolls must take the keyboard's focus, and only that: Tab would stop at every text of a page.
  const scrolling = new ResizeObserver(all => all.forEach(({ target: { scrollWidth, clientWidth, scrollHeight, clientHeight }, target }) =>
    scrollWidth > clientWidth || scrollHeight > clientHeight ? target.setAttribute("tabindex", 0) : target.removeAttribute("tabindex")));
  document.querySelectorAll("pre, .rich, .text table").forEach(element => scrolling.observe(element));

  const contents = document.querySelector(".contents details");
  const isWide = matchMedia("(min-width: 90rem)");
  const fold = () => { if (contents) contents.open = isWide.matches; };
  isWide.addEventListener("change", fold);
  fold();

  const cells = [...document.querySelectorAll("main > section")];
  if (cells.length > 0) {
    addActions();
    addPresenting();
  }

  function addActions() {
    const actions = document.createElement("div");
    actions.className = "actions";
    actions.append(
      button("Present (P)", () => root.dispatchEvent(new Event("present"))),
      button("Print a worksheet", () => print("worksheet")),
      button("Print all, with solutions", () => print("full")));
    document.querySelector("main").prepend(actions);
  }

  function button(label, act) {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = label;
    element.addEventListener("click", act);
    return element;
  }

  // A worksheet: what is to be done, with room and without answers. A full copy: all, solutions unfolded.
  function print(kind) {
    const solutions = [...document.querySelectorAll("main details")], open = solutions.filter(one => one.open);
    solutions.forEach(one => { one.open = kind === "full"; });
    if (kind === "worksheet") markExercises();
    root.dataset.print = kind;
    addEventListener("afterprint", () => {
      delete root.dataset.print;
      solutions.forEach(one => { one.open = open.includes(one); });
    }, { once: true });
    window.print();
  }

  function markExercises() {
    let isExercise = false;
    for (const part of parts()) {
      if (part.matches("h2")) isExercise = /exercise/i.test(part.textContent);
      part.toggleAttribute("data-exercise", isExercise || part.matches("h1"));
    }
  }

  // What a page is made of, in order: the blocks of its texts, and its code with what that gives.
  function parts() {
    return cells.filter(cell => !cell.matches(".notes")).flatMap(cell => cell.matches(".text") ? [...cell.children] : [cell]);
  }

  function addPresenting() {
    const screens = screensOf();
    const place = document.createElement("p");
    place.className = "place";
    place.setAttribute("role", "status");
    document.body.append(place);
    let at = -1, isRevealed = false, notes, start;

    const match = location.hash.match(/^#present=(\d+)$/);
    if (match) show(Math.min(Number(match[1]) - 1, screens.length - 1));
    root.addEventListener("present", () => show(nearest()));
    addEventListener("keydown", onKey);

    function onKey(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, input, select, [role=slider], [contenteditable]")) return;
      if (at < 0) {
        if (event.key.toLowerCase() === "p") show(nearest());
        return;
      }
      const act = {
        ArrowRight: next, ArrowDown: next, PageDown: next, " ": event.target.closest("button, summary, a") ? null : next,
        ArrowLeft: back, ArrowUp: back, PageUp: back, Home: () => show(0), End: () => show(screens.length - 1),
        Escape: leave, p: leave, P: leave, n: openNotes, N: openNotes,
      }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    }

    // What is longer than the screen is read first, then what a prediction hid comes, then the next idea.
    function next() {
      if (scrollY + innerHeight < document.documentElement.scrollHeight - 4) scrollBy({ top: innerHeight * .85 });
      else if (screens[at].isPrediction && !isRevealed) reveal();
      else if (at < screens.length - 1) show(at + 1);
    }

    function back() {
      if (scrollY > 4) scrollBy({ top: -innerHeight * .85 });
      else if (at > 0) show(at - 1);
    }

    function reveal() {
      isRevealed = true;
      screens[at].parts.forEach(part => part.removeAttribute("data-off"));
      screens[at].parts.find(part => part.matches("section"))?.scrollIntoView({ block: "nearest" });
      say();
    }

    function show(index) {
      at = index;
      isRevealed = false;
      root.classList.add("presenting");
      const shown = new Set(screens[at].parts.filter(part => !screens[at].isPrediction || !part.matches("section")));
      for (const part of parts()) part.toggleAttribute("data-off", !shown.has(part));
      for (const cell of cells.filter(cell => cell.matches(".text"))) cell.toggleAttribute("data-off", [...cell.children].every(part => part.hasAttribute("data-off")));
      history.replaceState(null, "", `#present=${at + 1}`);
      scrollTo(0, 0);
      say();
    }

    function leave() {
      const [first] = screens[at].parts;
      at = -1;
      root.classList.remove("presenting");
      document.querySelectorAll("[data-off]").forEach(part => part.removeAttribute("data-off"));
      history.replaceState(null, "", location.pathname + location.search);
      place.textContent = "";
      first.scrollIntoView();
    }

    function say() {
      const more = screens[at].isPrediction && !isRevealed ? " · what do you expect? Then →" : "";
      place.textContent = `${at + 1} of ${screens.length}${more}`;
      if (notes && !notes.closed) fillNotes();
    }

    function nearest() {
      const index = screens.findIndex(({ parts: all }) => all.some(part => part.getBoundingClientRect().bottom > 80));
      return Math.max(0, index);
    }

    // A second window for who speaks: the notes of this screen, and the time since it was opened.
    function openNotes() {
      notes = open("", "attentionkit-notes", "width=640,height=480");
      if (!notes) return;
      start ??= Date.now();
      notes.document.title = "Notes";
      fillNotes();
      setInterval(() => { if (!notes.closed) notes.document.querySelector("h1").textContent = time(); }, 1000);
    }

    function fillNotes() {
      const clock = document.createElement("h1"), text = document.createElement("div");
      clock.textContent = time();
      text.append(...screens[at].notes.map(note => note.cloneNode(true)));
      if (screens[at].notes.length === 0) text.textContent = "No notes for this screen. Notes are Markdown cells tagged \"notes\".";
      notes.document.body.replaceChildren(clock, text);
      notes.document.body.style.cssText = "font: 22px/1.5 system-ui, sans-serif; margin: 1rem 1.5rem";
    }

    function time() {
      const seconds = Math.floor((Date.now() - start) / 1000);
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }
  }

  // One idea each: a new one starts with a heading, with what is to be predicted, or with a text after code that is more than a remark on it.
  function screensOf() {
    const screens = [];
    let hasCode = false;
    for (const cell of cells) {
      if (cell.matches(".notes")) {
        screens.at(-1)?.notes.push(cell);
        continue;
      }
      for (const part of cell.matches(".text") ? cell.children : [cell]) {
        const asks = part.matches("p") && /^\s*predict/i.test(part.textContent) && part.querySelector("strong") !== null;
        const starts = part.matches("h1, h2, h3") || (asks && hasCode) || (hasCode && part.matches("section") && screens.at(-1).parts.at(-1) !== cell.previousElementSibling);
        if (screens.length === 0 || starts) {
          screens.push({ parts: [], notes: [], isPrediction: false });
          hasCode = false;
        }
        screens.at(-1).parts.push(part);
        if (asks) screens.at(-1).isPrediction = true;
        if (part.matches("section")) hasCode = true;
      }
    }
    return screens;
  }
}
