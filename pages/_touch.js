// Charts that can be clicked, under a finger. Streamlit has plotly drag them, and plotly then keeps every touch to itself:
// a page would neither scroll under it nor would the first tap be a click. Nothing here can be dragged, so that is
// switched off before plotly hears of the touch.
const CLICKABLE = '[class*="st-key-plot-"] .js-plotly-plot';

function letGo({target}) {
  const plot = target.closest?.(CLICKABLE);
  if (plot?._fullLayout) plot._fullLayout.dragmode = false;
}

// Run again and again, it listens once: the same listener is not added twice.
export default function () {
  document.addEventListener('touchstart', letGo, {capture: true, passive: true});
  document.documentElement.dataset.touch = 'ready';
}
