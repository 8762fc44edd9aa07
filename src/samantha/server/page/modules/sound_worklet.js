/**
 * Sound on the browser's own audio thread: his microphone on its way out, her voice on its way in.
 *
 * Both change the rate by a polyphase low-pass (Kaiser-windowed sinc), so that nothing folds back
 * and any rate of the sound card will do.
 */

const WIRE_HZ = 16_000;
const FRAME_SAMPLES = 320; // 20 ms
const HER_HZ = 24_000;
const REPORT_S = 0.05;
const FADE_S = 0.005;

/** @param {number} x @returns {number} the modified Bessel function of order zero */
function bessel(x) {
  let sum = 1;
  for (let term = 1, k = 1; term > 1e-12 * sum; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum;
}

/** @param {number} a @param {number} b @returns {number} */
const gcd = (a, b) => (b ? gcd(b, a % b) : a);

/** Changes the rate of a stream by up/down; pull one sample out, push samples in. */
class Resampler {
  /**
   * @param {number} from Hz
   * @param {number} to Hz
   * @param {number} [crossings] half the filter's length, in periods of the lower rate
   */
  constructor(from, to, crossings = 24) {
    const common = gcd(from, to);
    this.up = to / common;
    this.down = from / common;
    const cutoff = (0.47 * Math.min(from, to)) / from; // of the incoming rate
    const half = Math.ceil((crossings * from) / Math.min(from, to));
    this.taps = 2 * half;
    /** @type {Float32Array[]} */
    this.phases = [];
    for (let p = 0; p < this.up; p++) {
      const phase = new Float32Array(this.taps);
      let sum = 0;
      for (let k = 0; k < this.taps; k++) {
        const x = k - half + 1 - p / this.up;
        const window = bessel(8 * Math.sqrt(Math.max(0, 1 - (x / half) ** 2)));
        const sinc = x === 0 ? 1 : Math.sin(2 * Math.PI * cutoff * x) / (2 * Math.PI * cutoff * x);
        sum += phase[k] = window * sinc;
      }
      this.phases.push(phase.map((each) => each / sum));
    }
    this.past = new Float32Array(2 * this.taps); // written twice, so that a stretch is always whole
    this.end = 0;
    this.phase = 0;
  }

  /** @param {number} sample */
  push(sample) {
    this.past[this.end] = this.past[this.end + this.taps] = sample;
    this.end = (this.end + 1) % this.taps;
  }

  /** The sample that is due at the present phase. */
  read() {
    const phase = this.phases[this.phase];
    let sum = 0;
    for (let k = 0; k < this.taps; k++) sum += phase[k] * this.past[this.end + k];
    return sum;
  }

  /** Go one outgoing sample on; says how many incoming samples that needs. */
  advance() {
    this.phase += this.down;
    const needed = Math.floor(this.phase / this.up);
    this.phase %= this.up;
    return needed;
  }

  rest() {
    this.past.fill(0);
    this.phase = 0;
  }
}

/** His sound: frames of 20 ms, 16,000 Hz, with their place, ready for the wire. */
class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate, WIRE_HZ);
    this.due = 1; // incoming samples until the next outgoing one
    this.place = 0;
    this.tail = 0; // samples of silence that are still to be sent after muting
    this.state = "closed";
    this.filled = 0;
    this.frame = new Int16Array(FRAME_SAMPLES);
    this.port.onmessage = ({ data: told }) => this.obey(told);
  }

  /** @param {{state: "open" | "closed", tail_s?: number, over?: boolean}} told */
  obey(told) {
    if (told.over) this.over = true;
    if (told.state === "open") {
      this.place = this.filled = this.tail = 0;
      this.port.postMessage(true); // frames from here on are counted anew
    } else if (this.state === "open") this.tail = Math.round((told.tail_s ?? 0) * WIRE_HZ);
    this.state = told.state;
    if (this.state === "closed" && this.tail === 0) this.port.postMessage(null);
  }

  /** @param {Float32Array[][]} inputs */
  process(inputs) {
    const sound = inputs[0]?.[0];
    const open = this.state === "open";
    if (!open && this.tail <= 0) return !this.over;
    for (let i = 0; i < 128; i++) {
      this.resampler.push(open && sound ? sound[i] : 0);
      for (this.due--; this.due <= 0; this.due += this.resampler.advance()) {
        this.write(open ? this.resampler.read() : 0);
      }
    }
    return !this.over;
  }

  /** @param {number} sample */
  write(sample) {
    const whole = Math.round(sample * 32767);
    this.frame[this.filled++] = whole > 32767 ? 32767 : whole < -32768 ? -32768 : whole;
    if (this.filled < FRAME_SAMPLES) return;
    const bytes = new ArrayBuffer(4 + 2 * FRAME_SAMPLES);
    const view = new DataView(bytes);
    view.setUint32(0, this.place, true);
    for (let i = 0; i < FRAME_SAMPLES; i++) view.setInt16(4 + 2 * i, this.frame[i], true);
    this.place += FRAME_SAMPLES;
    this.filled = 0;
    this.port.postMessage(bytes, [bytes]);
    if (this.state === "closed" && (this.tail -= FRAME_SAMPLES) <= 0) this.port.postMessage(null);
  }
}

/**
 * Her voice: what waits is played after all that waits, and what has left the loudspeaker is
 * counted to the sample.
 */
class Playback extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(HER_HZ, sampleRate, 16);
    /** @type {{stream: number, samples: Int16Array}[]} */
    this.waiting = [];
    this.at = 0; // the next sample of the first that waits
    this.stream = 0;
    this.taken = 0; // samples of the stream that went into the output
    this.flushed = 0; // this stream and older ones are not played any more
    this.fade = 0; // frames of the fade that are left; 0 when there is none
    this.latency = 0; // frames
    this.silent = 0; // frames since the last sample
    /** What had been taken when a quantum ended, so that the latency can be counted off.
     * @type {{frame: number, stream: number, taken: number}[]} */
    this.marks = [];
    this.reported = { stream: 0, samples: -1, frame: 0 };
    this.port.onmessage = ({ data: told }) => this.obey(told);
  }

  /** @param {{sound?: ArrayBuffer, stream?: number, flush?: number, latency_s?: number}} told */
  obey(told) {
    if (told.latency_s !== undefined) this.latency = Math.round(told.latency_s * sampleRate);
    if (told.sound && told.stream !== undefined && told.stream > this.flushed) {
      this.waiting.push({ stream: told.stream, samples: new Int16Array(told.sound) });
    }
    const nothing = told.flush === -1 && !this.waiting.length;
    if (told.flush !== undefined && !nothing) {
      // A stream that has been cut off stays cut off: what is still on its way is late.
      this.flushed = Math.max(this.flushed, told.flush === -1 ? this.newest() : told.flush);
      if (this.stream <= this.flushed && this.waiting.length) {
        this.fade = Math.round(FADE_S * sampleRate);
      } else this.drop();
    }
  }

  newest() {
    return this.waiting.at(-1)?.stream ?? this.stream;
  }

  /** @param {Float32Array[][]} _inputs @param {Float32Array[][]} outputs */
  process(_inputs, outputs) {
    const out = outputs[0][0];
    for (let i = 0; i < out.length; i++) {
      if (!this.waiting.length && this.silent > 2 * this.resampler.taps) break;
      let sample = this.resampler.read();
      if (this.fade > 0) {
        sample *= this.fade / Math.round(FADE_S * sampleRate);
        if (--this.fade === 0) this.drop();
      }
      out[i] = sample;
      for (let due = this.resampler.advance(); due > 0; due--) this.resampler.push(this.next());
    }
    if (this.stream) this.account();
    return true;
  }

  next() {
    const first = this.waiting[0];
    if (!first) {
      this.silent++;
      return 0;
    }
    if (first.stream !== this.stream) {
      this.finish();
      this.stream = first.stream;
      this.taken = 0;
    }
    this.silent = 0;
    this.taken++;
    const sample = first.samples[this.at++] / 32768;
    if (this.at >= first.samples.length) {
      this.waiting.shift();
      this.at = 0;
    }
    return sample;
  }

  /** Forget what has been flushed; what the output holds already will be heard, and counts. */
  drop() {
    this.fade = 0;
    const playing = this.waiting[0]?.stream;
    this.waiting = this.waiting.filter((each) => each.stream > this.flushed);
    if (this.waiting[0]?.stream !== playing) this.at = 0;
    if (this.stream && this.stream <= this.flushed) {
      this.resampler.rest();
      this.finish();
    } else this.report(this.flushed, 0);
  }

  /** The stream is over for the output: say how much of it is heard in the end. */
  finish() {
    this.marks = [];
    if (this.stream) this.report(this.stream, this.taken);
  }

  account() {
    const end = currentFrame + 128;
    this.marks.push({ frame: end, stream: this.stream, taken: this.taken });
    const heardUntil = end - this.latency;
    while (this.marks.length > 1 && this.marks[1].frame <= heardUntil) this.marks.shift();
    const mark = this.marks[0];
    if (mark.frame > heardUntil || end - this.reported.frame < REPORT_S * sampleRate) return;
    if (mark.stream === this.reported.stream && mark.taken <= this.reported.samples) {
      if (!this.waiting.length && this.marks.at(-1)?.taken === mark.taken) this.marks = [mark];
      return;
    }
    this.report(mark.stream, mark.taken);
  }

  /** @param {number} stream @param {number} samples */
  report(stream, samples) {
    const newer = stream !== this.reported.stream || samples > this.reported.samples;
    if (newer || stream <= this.flushed) this.port.postMessage({ stream, samples });
    this.reported = { stream, samples, frame: currentFrame + 128 };
  }
}

registerProcessor("samantha-capture", Capture);
registerProcessor("samantha-playback", Playback);
