// The component of one LiveChart, which chart.js defines.

export default function ({ parentElement, data, setTriggerValue }) {
  const node = parentElement.querySelector(".live-chart");
  return mount(node, (place) => new LiveChart(place), (chart) => {
    chart.clicked = data.clickable ? ({ curveNumber, x, y }) => setTriggerValue("clicked", { trace: curveNumber, x, y }) : undefined;
    chart.show(data);
  });
}
