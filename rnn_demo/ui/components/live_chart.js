// The component of one LiveChart, which chart.js defines.

export default function ({ parentElement, data }) {
  const node = parentElement.querySelector(".live-chart");
  return mount(node, (place) => new LiveChart(place), (chart) => chart.show(data));
}
