import { describe, expect, it } from 'vitest';
import { sniffKind } from '../../../src/kaleyra/incoming/sniff-kind.ts';

/** As the first bytes stand in a file of that kind: hexadecimal, and text as it is. */
function bytesOf(...pieces: readonly (string | { readonly text: string })[]): Buffer {
  return Buffer.concat(
    pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'hex') : Buffer.from(piece.text, 'latin1'))),
  );
}

const ZIP = '504b030414000600';
const KINDS: readonly (readonly [kind: string, bytes: Buffer])[] = [
  ['photo.jpg', bytesOf('ffd8ffe000104a464946')],
  ['photo.png', bytesOf('89504e470d0a1a0a0000000d')],
  ['photo.gif', bytesOf({ text: 'GIF89a' })],
  ['photo.webp', bytesOf({ text: 'RIFF' }, '24000000', { text: 'WEBPVP8 ' })],
  ['video.3gp', bytesOf('00000018', { text: 'ftyp3gp5' })],
  ['voice.m4a', bytesOf('00000020', { text: 'ftypM4A ' })],
  ['video.mp4', bytesOf('00000020', { text: 'ftypisom' })],
  ['voice.ogg', bytesOf({ text: 'OggS' }, '0002')],
  ['voice.amr', bytesOf({ text: '#!AMR\n' })],
  ['voice.mp3', bytesOf({ text: 'ID3' }, '0300')],
  ['voice.mp3', bytesOf('fffb9064')],
  ['voice.aac', bytesOf('fff15080')],
  ['voice.aac', bytesOf('fff94c80')],
  ['document.pdf', bytesOf({ text: '%PDF-1.7' })],
  ['document.docx', bytesOf(ZIP, { text: 'word/document.xml' })],
  ['document.xlsx', bytesOf(ZIP, { text: 'xl/workbook.xml' })],
  ['document.pptx', bytesOf(ZIP, { text: 'ppt/presentation.xml' })],
  ['document.zip', bytesOf(ZIP, { text: 'photos/one.jpg' })],
  ['document.doc', bytesOf('d0cf11e0a1b11ae10000')],
];

function nameOf(bytes: Uint8Array): string | undefined {
  const kind = sniffKind(bytes);
  return kind && `${kind.noun}.${kind.extension}`;
}

describe('a file that a recipient sent', () => {
  it.each(KINDS)('is a %s by its first bytes', (kind, bytes) => {
    expect(nameOf(bytes)).toBe(kind);
  });

  it('is of no kind when one of those bytes is another', () => {
    for (const [, bytes] of KINDS) {
      const other = Buffer.from(bytes);
      // The second byte belongs to each sign, but where a length comes first.
      const at = bytes.subarray(4, 8).toString('latin1') === 'ftyp' ? 6 : 1;
      other[bytes.subarray(8, 12).toString('latin1') === 'WEBP' ? 9 : at] = 0x5f;

      expect(nameOf(other)).toBeUndefined();
    }
  });

  it('is of no kind when it has ended before', () => {
    expect([bytesOf(''), bytesOf('89504e470d'), bytesOf({ text: '%PDF' })].map(nameOf)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is an archive when a folder of Office stands only far inside', () => {
    const far = (bytes: number): Buffer => bytesOf(ZIP, { text: `${'-'.repeat(bytes - 8)}xl/workbook.xml` });

    expect(nameOf(far(4_093))).toBe('document.xlsx');
    expect(nameOf(far(4_094))).toBe('document.zip');
  });
});
