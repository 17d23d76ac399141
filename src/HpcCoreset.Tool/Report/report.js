// Notes of marks: at once under the pointer, and by arrow keys. Without this, browsers show the marks' own titles.
const tip = document.querySelector('.tip');
for (const chart of document.querySelectorAll('svg.chart')) {
  const groups = [...chart.querySelectorAll('g g')].map(group => [...group.querySelectorAll('.mark')]).filter(marks => marks.length);
  if (!groups.length) continue;
  const notes = new Map();
  for (const mark of groups.flat()) {
    const title = mark.querySelector('title');
    notes.set(mark, title.textContent);
    title.remove();
  }
  let group = groups.length - 1, place = -1, shown = null;
  const hide = () => {
    if (shown) shown.classList.remove('shown');
    shown = null;
    tip.hidden = true;
  };
  const show = mark => {
    hide();
    shown = mark;
    mark.classList.add('shown');
    tip.textContent = notes.get(mark);
    tip.hidden = false;
    const at = mark.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(at.right + 8, innerWidth - tip.offsetWidth - 8)) + 'px';
    tip.style.top = Math.max(4, at.top - tip.offsetHeight - 4) + 'px';
  };
  chart.setAttribute('tabindex', '0');
  chart.addEventListener('pointerover', event => {
    const mark = event.target.closest('.mark');
    if (mark) show(mark); else hide();
  });
  chart.addEventListener('pointerleave', hide);
  chart.addEventListener('blur', hide);
  chart.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], other = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') hide();
    if (!step) if (!other) return;
    event.preventDefault();
    if (other) [group, place] = [(group + other + groups.length) % groups.length, 0];
    else place = place === -1 ? 0 : (place + step + groups[group].length) % groups[group].length;
    show(groups[group][place]);
  });
}
