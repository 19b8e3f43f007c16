// Panels that appear row by row, each in the direction in which it is read; a LiveChart, which chart.js defines.
// data: as for LiveChart, and row: where to begin, or null; line: what a row is called; tells: whether Python hears of rows;
// introduces: whether to play once for a newcomer. layout.meta has each panel's direction (reads: down, up, or both) and
// what is said of it while it comes into being (callouts).

const SECONDS_PER_ROW = { slow: 1, normal: 0.4, fast: 0.12 };
const TELL_AFTER = 300; // milliseconds without a further step until Python hears of the row
const WHOLE = -1; // what Python hears instead of a row when there is none
const SEEN = "rnn_demo_seen_reading"; // in the browser's storage: it has played for this newcomer
const LINGER = 2500; // milliseconds at the last row before a newcomer sees the whole picture again
const BESIDE = 26; // pixels from a row to what is said of it

function decode({ bdata, shape }) {
  const [rows, columns] = shape.split(",").map(Number);
  const bytes = Uint8Array.from(atob(bdata), (letter) => letter.charCodeAt(0));
  const values = new Float32Array(bytes.buffer);
  return Array.from({ length: rows }, (_, row) => Array.from(values.subarray(row * columns, (row + 1) * columns)));
}

// Whether nobody has seen the reading in this browser; from now on somebody has.
function isNewcomer() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return false;
  try {
    if (localStorage.getItem(SEEN)) return false;
    localStorage.setItem(SEEN, "yes");
    return true;
  } catch {
    return false; // a browser that stores nothing could not keep it from playing at every visit
  }
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
    if (!data.introduces && this.isIntroducing) this.whole();
    if (data.introduces && isNewcomer()) this.introduce();
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
    const down = row <= this.read, up = row >= this.readBack();
    return { down, up, both: down || up }[reads];
  }

  // The row that the backward direction has read last.
  readBack() {
    return this.total - 1 - this.read;
  }

  // Around the row read last a line in every panel; in a picture that is read from both ends around two.
  shapes(layout) {
    if (this.row !== null || this.read === null) return super.shapes(layout);
    const reads = this.spec.layout.meta.reads;
    const forward = marks(layout, (panel) => (reads[panel] === "up" ? this.readBack() : this.read));
    const backward = marks(layout, () => this.readBack()).filter((_, panel) => reads[panel] === "both");
    return [...forward, ...backward];
  }

  annotations(layout) {
    if (this.read === null) return layout.annotations;
    const { reads, callouts } = this.spec.layout.meta;
    const told = callouts.flatMap((text, panel) => {
      if (!text) return [];
      const suffix = panel ? panel + 1 : "";
      const row = reads[panel] === "up" ? this.readBack() : this.read;
      const below = row < this.total / 2; // where there is more room
      return [{
        text, xref: `x${suffix} domain`, yref: `y${suffix}`, x: 0.5, y: row, ax: 0, ay: below ? BESIDE : -BESIDE,
        yanchor: below ? "top" : "bottom", align: "left", arrowhead: 2, borderpad: 4,
        font: { color: layout.font.color }, arrowcolor: layout.font.color, bordercolor: layout.font.color,
        bgcolor: this.spec.layout.meta.paper,
      }];
    });
    return [...layout.annotations, ...told];
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
        if (this.read < this.total - 1) next();
        else if (this.isIntroducing) this.timer = setTimeout(() => this.whole(), LINGER);
        else this.pause();
      }, 1000 * SECONDS_PER_ROW[this.root.querySelector("select").value]);
    };
    next();
    this.describe();
  }

  introduce() {
    this.isIntroducing = true;
    this.go(0);
    this.play();
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = null;
    this.isIntroducing = false;
    this.tellSoon();
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
    this.tellSoon();
  }

  // While it plays Python hears of no row: each would run the page anew.
  tellSoon() {
    clearTimeout(this.telling);
    const read = this.read ?? WHOLE;
    if (this.data.tells && !this.timer) this.telling = setTimeout(() => this.tell(read), TELL_AFTER);
  }

  describe() {
    const line = this.data.line;
    const name = line[0].toUpperCase() + line.slice(1);
    const label = { play: this.timer ? "Pause" : "Play the reading", back: `${name} back`, forward: `${name} on` };
    for (const [what, text] of Object.entries(label)) this.root.querySelector(`[data-do="${what}"]`).textContent = text;
    const up = this.spec.layout.meta.reads.includes("up");
    const backward = up ? `, backward up to ${line} ${this.readBack()}` : "";
    this.root.querySelector("output").textContent = this.read === null
      ? "The whole picture has been read." : `Read forward down to ${line} ${this.read}${backward}.`;
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
