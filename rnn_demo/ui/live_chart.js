// The component of one LiveChart (chart.js stands before this text).

const charts = new WeakMap();

export default function ({ parentElement, data }) {
  const node = parentElement.querySelector(".live-chart");
  if (!charts.has(node)) charts.set(node, new LiveChart(node));
  charts.get(node).show(data);
  return () => {
    charts.get(node)?.remove();
    charts.delete(node);
  };
}
