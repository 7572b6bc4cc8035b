import { crc32, deflateSync } from 'node:zlib';

const WIDTH = 320;
const HEIGHT = 240;
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** A small PNG such as a guest might take: a lake, hills and a low sun. Another seed is another evening. */
export function drawPhoto(seed: number): Buffer {
  const rows = Array.from({ length: HEIGHT }, (_, y) => {
    const row = Buffer.alloc(1 + WIDTH * 3);
    for (let x = 0; x < WIDTH; x++) row.set(colourAt(x / WIDTH, y / HEIGHT, seed), 1 + x * 3);
    return row;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const image = deflateSync(Buffer.concat(rows));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', image), chunk('IEND', Buffer.alloc(0))]);
}

type Colour = readonly [number, number, number];

const SKY: readonly [Colour, Colour] = [
  [64, 92, 160],
  [252, 196, 140],
];
const LAKE: readonly [Colour, Colour] = [
  [214, 152, 120],
  [40, 62, 104],
];
const HILLS: Colour = [52, 66, 88];
const SUN: Colour = [255, 236, 190];
const HORIZON = 0.58;

function colourAt(x: number, y: number, seed: number): Colour {
  const sunAt = 0.25 + ((seed * 37) % 50) / 100;
  if (y > HORIZON) return between(LAKE, (y - HORIZON) / (1 - HORIZON));
  if (y > HORIZON - 0.12 - 0.06 * Math.sin(x * 9 + seed)) return HILLS;
  if (Math.hypot((x - sunAt) * (WIDTH / HEIGHT), y - 0.36) < 0.06) return SUN;
  return between(SKY, y / HORIZON);
}

function between([from, to]: readonly [Colour, Colour], share: number): Colour {
  const mix = (at: 0 | 1 | 2) => Math.round(from[at] + (to[at] - from[at]) * share);
  return [mix(0), mix(1), mix(2)];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
