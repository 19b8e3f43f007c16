// A plotly figure drawn with Plotly.react on one node that stays, so that new data neither flicker nor undo a zoom.
// data: {spec: JSON text of {data, layout, narrow}, alt: text, plotly: URL, rows: number of rows to mark, or 0}

const NARROW = 720; // pixels; below this the figure's "narrow" layout applies

function loadPlotly(url) {
  window.rnnDemoPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(`The charts' library could not be loaded from ${url}.`));
    document.head.append(script);
  });
  return window.rnnDemoPlotly;
}

function merge(base, changes) {
  const result = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const nested = value && typeof value === "object" && !Array.isArray(value);
    result[key] = nested ? merge(base[key] ?? {}, value) : value;
  }
  return result;
}

// A line around one row of every panel; rowIn tells which row that is in panel number n.
function marks(layout, rowIn) {
  const axes = Object.keys(layout).filter((name) => /^yaxis\d*$/.test(name));
  return axes.map((name) => {
    const number = name.slice("yaxis".length);
    const row = rowIn(number === "" ? 0 : Number(number) - 1);
    return {
      type: "rect", xref: `x${number} domain`, yref: `y${number}`,
      x0: 0, x1: 1, y0: row - 0.5, y1: row + 0.5, line: { color: layout.font.color, width: 1.5 },
    };
  });
}

class LiveChart {
  constructor(node) {
    this.node = node;
    this.row = null;
    this.drawing = Promise.resolve();
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(node);
    node.addEventListener("blur", () => this.mark(null));
    node.addEventListener("keydown", (event) => this.step(event));
  }

  // Plotly itself follows the window only, not a column that becomes narrower.
  fit() {
    const drawn = this.node.querySelector(".main-svg")?.clientWidth;
    if (!drawn || !this.node.clientWidth || Math.abs(drawn - this.node.clientWidth) < 2) return;
    if (this.narrow !== this.isNarrow()) this.draw();
    else window.Plotly.Plots.resize(this.node);
  }

  isNarrow() {
    return this.node.clientWidth < NARROW;
  }

  show(data) {
    this.data = data;
    this.spec = JSON.parse(data.spec);
    this.node.setAttribute("role", "img");
    this.node.setAttribute("aria-label", data.alt);
    this.draw();
  }

  traces() {
    return this.spec.data;
  }

  // The figure's own, and around the marked row a line in every panel.
  shapes(layout) {
    const own = this.spec.layout.shapes ?? [];
    return this.row === null ? own : [...own, ...marks(layout, () => this.row)];
  }

  draw() {
    this.drawing = this.drawing.then(async () => {
      const plotly = await loadPlotly(this.data.plotly);
      if (!this.node.isConnected) return; // the page has moved on
      if (this.isBroken) this.node.replaceChildren();
      this.isBroken = false;
      this.narrow = this.isNarrow();
      const layout = this.narrow ? merge(this.spec.layout, this.spec.narrow) : { ...this.spec.layout };
      layout.shapes = this.shapes(layout);
      this.node.style.height = `${layout.height}px`;
      await plotly.react(this.node, this.traces(), layout, { displayModeBar: false });
      this.fit(); // the column may have changed meanwhile
      if (!this.listens) this.listen();
    }).catch((error) => {
      window.Plotly?.purge(this.node);
      this.node.textContent = error.message;
      this.listens = false;
      this.isBroken = true;
    });
  }

  listen() {
    this.listens = true;
    this.node.on("plotly_click", (event) => this.clicked?.(event.points[0]));
    if (!this.data.rows) return;
    this.node.on("plotly_hover", (event) => this.mark(Math.round(event.points[0].y)));
    this.node.on("plotly_unhover", () => this.mark(null));
    this.node.tabIndex = 0;
  }

  step(event) {
    const move = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!move || !this.data.rows) return;
    event.preventDefault();
    const row = this.row === null ? 0 : this.row + move;
    this.mark(Math.min(Math.max(row, 0), this.data.rows - 1));
  }

  mark(row) {
    if (row === this.row) return;
    this.row = row;
    window.Plotly.relayout(this.node, { shapes: this.shapes(this.node.layout) });
  }

  remove() {
    this.resized.disconnect();
    window.Plotly?.purge(this.node);
  }
}

// One chart for each node, as long as the node stands on the page: a component may be set up again on a node that it
// has left only for a moment, and then the chart, its zoom and what it is drawing go on.
const charts = new WeakMap();

function mount(node, make, show) {
  if (!charts.has(node)) charts.set(node, make(node));
  show(charts.get(node));
  return () => setTimeout(() => {
    if (node.isConnected || !charts.has(node)) return;
    charts.get(node).remove();
    charts.delete(node);
  });
}
