// What scrolls must take the keyboard's focus, and only that: Tab would stop at every text of a page.
{
  const scrolling = new ResizeObserver(all => all.forEach(({ target: { scrollWidth, clientWidth, scrollHeight, clientHeight }, target }) =>
    scrollWidth > clientWidth || scrollHeight > clientHeight ? target.setAttribute("tabindex", 0) : target.removeAttribute("tabindex")));
  document.querySelectorAll("pre, .rich, .text table").forEach(element => scrolling.observe(element));
}
