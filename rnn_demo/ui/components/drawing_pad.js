// A pad to draw on. Each stroke is one <path> of an <svg> whose side is 1, so undoing a stroke is removing a path, and
// the colours are CSS's. State "picture": grey bytes of 56 x 56 pixels, row by row, 255 for ink, in base64; "" if blank.

const SIDE = 56; // pixels of the picture that is sent: enough to be scaled to a digit of any size, and 4 kB
const LINE_WIDTH = 1 / 14; // of the side, or 20 of 280 pixels: as thick as MNIST's strokes once the digit is scaled
const SEND_EVERY = 250; // milliseconds; a page that is sent more than it can answer shows nothing until the pen rests

class DrawingPad {
  constructor(root) {
    this.paper = root.querySelector(".paper");
    this.stroke = null; // the path that is being drawn
    this.cleared = []; // what undo brings back to an empty pad
    this.paper.addEventListener("pointerdown", (event) => this.begin(event));
    this.paper.addEventListener("pointermove", (event) => this.extend(event));
    for (const end of ["pointerup", "pointercancel"]) {
      this.paper.addEventListener(end, (event) => this.end(event));
    }
    const undoButton = root.querySelector(".undo");
    const clearButton = root.querySelector(".clear");
    undoButton.addEventListener("click", () => this.undo());
    clearButton.addEventListener("click", () => this.clear());
    for (const node of [this.paper, undoButton, clearButton]) {
      node.addEventListener("keydown", (event) => {
        if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
        event.preventDefault();
        this.undo();
      });
    }
    this.describe();
  }

  begin(event) {
    if (this.stroke || event.button !== 0) return; // a second finger, or another button
    this.paper.setPointerCapture(event.pointerId);
    this.pointer = event.pointerId;
    this.stroke = document.createElementNS(this.paper.namespaceURI, "path");
    this.stroke.setAttribute("stroke-width", LINE_WIDTH);
    // A canvas leaves out lines of no length, and a tap shall be a dot.
    this.stroke.setAttribute("d", `M${this.place(event)}h.001`);
    this.paper.append(this.stroke);
    this.changed();
  }

  extend(event) {
    if (!this.stroke || event.pointerId !== this.pointer) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    const line = (passed.length ? passed : [event]).map((each) => `L${this.place(each)}`).join("");
    this.stroke.setAttribute("d", this.stroke.getAttribute("d") + line);
    this.changed();
  }

  end(event) {
    if (event.pointerId === this.pointer) this.stroke = null;
  }

  // Where a pointer is, as "x y" in sides of the paper.
  place(event) {
    const box = this.paper.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = (event.clientY - box.top) / box.height;
    return `${x.toFixed(4)} ${y.toFixed(4)}`;
  }

  undo() {
    this.stroke = null;
    if (this.paper.lastElementChild) {
      this.paper.lastElementChild.remove();
    } else {
      this.paper.append(...this.cleared);
      this.cleared = [];
    }
    this.changed();
  }

  clear() {
    this.stroke = null;
    if (this.paper.lastElementChild) this.cleared = [...this.paper.children];
    this.paper.replaceChildren();
    this.changed();
  }

  changed() {
    this.describe();
    this.sending ??= setTimeout(() => {
      this.sending = null;
      this.send(this.picture());
    }, SEND_EVERY);
  }

  describe() {
    const count = this.paper.childElementCount;
    const drawn = count === 0 ? "empty" : count === 1 ? "1 stroke" : `${count} strokes`;
    const label = `Drawing pad, ${drawn}. Draw a digit with the mouse, a pen or a finger; or upload a picture instead.`;
    this.paper.setAttribute("aria-label", label);
  }

  picture() {
    const strokes = [...this.paper.children];
    if (strokes.length === 0) return "";
    const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
    const context = canvas.getContext("2d");
    context.scale(SIDE, SIDE);
    Object.assign(context, { lineWidth: LINE_WIDTH, lineCap: "round", lineJoin: "round" });
    for (const stroke of strokes) context.stroke(new Path2D(stroke.getAttribute("d")));
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    // Red, green, blue, opacity: black ink on nothing is as grey as it is opaque.
    return btoa(String.fromCharCode(...data.filter((_, index) => index % 4 === 3)));
  }

  remove() {
    clearTimeout(this.sending);
  }
}

const pads = new WeakMap();

export default function ({ parentElement, setStateValue }) {
  const paper = parentElement.querySelector(".paper");
  if (!pads.has(paper)) pads.set(paper, new DrawingPad(parentElement));
  pads.get(paper).send = (picture) => setStateValue("picture", picture);
  return () => {
    pads.get(paper)?.remove();
    pads.delete(paper);
  };
}
