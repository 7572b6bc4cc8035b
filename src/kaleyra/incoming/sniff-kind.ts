interface FileKind {
  readonly noun: 'photo' | 'video' | 'voice' | 'document';
  readonly extension: string;
}

interface Signature extends FileKind {
  /** Where the bytes stand; the beginning when left out. */
  readonly at?: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string): readonly number[] => [...text].map((character) => character.charCodeAt(0));

/**
 * The first bytes of what WhatsApp carries. What a file is called, or what a header says of it, counts for nothing.
 *
 * @see https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
 */
const SIGNATURES: readonly Signature[] = [
  { noun: 'photo', extension: 'jpg', bytes: [0xff, 0xd8, 0xff] },
  { noun: 'photo', extension: 'png', bytes: [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a] },
  { noun: 'photo', extension: 'gif', bytes: ascii('GIF8') },
  { noun: 'photo', extension: 'webp', at: 8, bytes: ascii('WEBP') },
  { noun: 'video', extension: '3gp', at: 4, bytes: ascii('ftyp3g') },
  { noun: 'voice', extension: 'm4a', at: 4, bytes: ascii('ftypM4A') },
  { noun: 'video', extension: 'mp4', at: 4, bytes: ascii('ftyp') },
  { noun: 'voice', extension: 'ogg', bytes: ascii('OggS') },
  { noun: 'voice', extension: 'amr', bytes: ascii('#!AMR') },
  { noun: 'voice', extension: 'mp3', bytes: ascii('ID3') },
  { noun: 'voice', extension: 'mp3', bytes: [0xff, 0xfb] },
  { noun: 'voice', extension: 'aac', bytes: [0xff, 0xf1] },
  { noun: 'voice', extension: 'aac', bytes: [0xff, 0xf9] },
  { noun: 'document', extension: 'pdf', bytes: ascii('%PDF-') },
  // The formats of Office of today, which are archives, and those of before.
  { noun: 'document', extension: 'zip', bytes: [...ascii('PK'), 0x03, 0x04] },
  { noun: 'document', extension: 'doc', bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] },
];

const OFFICE: readonly (readonly [folder: string, extension: string])[] = [
  ['word/', 'docx'],
  ['xl/', 'xlsx'],
  ['ppt/', 'pptx'],
];
const OFFICE_LOOK_BYTES = 4_096;

/** What a file is by its first bytes; undefined for any other kind. */
export function sniffKind(bytes: Uint8Array): FileKind | undefined {
  const found = SIGNATURES.find(({ at = 0, bytes: sign }) => sign.every((byte, place) => bytes[at + place] === byte));
  if (found === undefined) return undefined;
  const { extension, noun } = found;
  return { noun, extension: extension === 'zip' ? officeExtension(bytes) : extension };
}

/** The names of an archive's files stand in it as they are. */
function officeExtension(bytes: Uint8Array): string {
  const beginning = Buffer.from(bytes.subarray(0, OFFICE_LOOK_BYTES)).toString('latin1');
  return OFFICE.find(([folder]) => beginning.includes(folder))?.[1] ?? 'zip';
}
