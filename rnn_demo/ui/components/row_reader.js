// Panels that appear row by row, each in the direction in which it is read; a LiveChart, which chart.js defines.
// data: as for LiveChart, and row: where to begin, or null; layout.meta.reads names each panel's direction: down, up, or both.

const SECONDS_PER_ROW = { slow: 1, normal: 0.4, fast: 0.12 };
const TELL_AFTER = 300; // milliseconds without a further step until Python hears of the row

function decode({ bdata, shape }) {
  const [rows, columns] = shape.split(",").map(Number);
  const bytes = Uint8Array.from(atob(bdata), (letter) => letter.charCodeAt(0));
  const values = new Float32Array(bytes.buffer);
  return Array.from({ length: rows }, (_, row) => Array.from(values.subarray(row * columns, (row + 1) * columns)));
}

class RowReader extends LiveChart {
  constructor(root) {
    super(root.querySelector(".live-chart"));
    this.root = root;
    this.read = undefined; // the row last read, counted from the top; null: the whole picture
    root.addEventListener("keydown", (event) => this.obey(event));
    for (const button of root.querySelectorAll("button")) {
      button.addEventListener("click", () => this[button.dataset.do]());
    }
  }

  show(data) {
    this.total = data.rows;
    super.show(data);
    this.values = this.spec.data.map((trace) => decode(trace.z));
    if (this.read === undefined) this.read = data.row; // only at first: from then on the person decides
    this.describe();
  }

  traces() {
    if (this.read === null) return this.spec.data;
    return this.spec.data.map((trace, panel) => ({
      ...trace,
      z: this.values[panel].map((row, number) => (this.isRead(panel, number) ? row : row.map(() => null))),
    }));
  }

  isRead(panel, row) {
    const reads = this.spec.layout.meta.reads[panel];
    const down = row <= this.read, up = row >= this.total - 1 - this.read;
    return { down, up, both: down || up }[reads];
  }

  shapes(layout) {
    if (this.row !== null || this.read === null) return super.shapes(layout);
    const reads = this.spec.layout.meta.reads;
    return marks(layout, (panel) => (reads[panel] === "up" ? this.total - 1 - this.read : this.read));
  }

  obey(event) {
    const onButton = event.target.closest("button, select");
    const act = { ArrowLeft: "back", ArrowRight: "forward", " ": onButton ? undefined : "play" }[event.key];
    if (!act || event.target.closest("select")) return;
    event.preventDefault();
    this[act]();
  }

  play() {
    if (this.timer) return this.pause();
    if (this.read === null || this.read === this.total - 1) this.go(0);
    const next = () => {
      this.timer = setTimeout(() => {
        this.go(this.read + 1);
        this.read < this.total - 1 ? next() : this.pause();
      }, 1000 * SECONDS_PER_ROW[this.root.querySelector("select").value]);
    };
    next();
    this.describe();
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = null;
    this.describe();
  }

  back() {
    this.pause();
    this.go(this.read === null ? this.total - 1 : Math.max(this.read - 1, 0));
  }

  forward() {
    this.pause();
    this.go(this.read === null ? 0 : Math.min(this.read + 1, this.total - 1));
  }

  whole() {
    this.pause();
    this.go(null);
  }

  go(read) {
    this.read = read;
    this.describe();
    this.draw();
    clearTimeout(this.telling);
    if (read !== null && !this.timer) this.telling = setTimeout(() => this.tell(read), TELL_AFTER);
  }

  describe() {
    const play = this.root.querySelector('[data-do="play"]');
    play.textContent = this.timer ? "Pause" : "Play";
    const up = this.spec.layout.meta.reads.includes("up");
    const backward = up ? `, backward up to row ${this.total - 1 - this.read}` : "";
    this.root.querySelector("output").textContent = this.read === null
      ? "The whole picture has been read." : `Read forward down to row ${this.read}${backward}.`;
  }

  remove() {
    clearTimeout(this.timer);
    clearTimeout(this.telling);
    super.remove();
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".row-reader");
  return mount(root, (place) => new RowReader(place), (reader) => {
    reader.tell = (row) => setTriggerValue("row", row);
    reader.show(data);
  });
}
