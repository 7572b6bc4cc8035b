import type { SheetProblem } from '../core/list/sheet.ts';

const WORKBOOK: SheetProblem = {
  kind: 'workbook',
  sentence: 'This is an Excel workbook. In Excel: File → Save As → CSV UTF-8.',
};
const WEB_PAGE: SheetProblem = {
  kind: 'web_page',
  sentence: 'This is a web page, not a CSV file. Download the sheet as CSV, and give that file.',
};

/** How files begin that are given by mistake, byte by byte as Latin-1. */
const BY_FIRST_BYTES: readonly (readonly [start: string, problem: SheetProblem])[] = [
  ['PK\x03\x04', WORKBOOK],
  ['\xd0\xcf\x11\xe0', WORKBOOK],
  ['%PDF-', otherFile('a PDF')],
  ['\x89PNG', otherFile('a picture')],
  ['\xff\xd8\xff', otherFile('a picture')],
  ['GIF8', otherFile('a picture')],
  ['\x1f\x8b', otherFile('a packed file')],
  ['7z\xbc\xaf', otherFile('a packed file')],
  ['Rar!', otherFile('a packed file')],
  ['{\\rtf', otherFile('a text document')],
];

const COMMENT = /<!--[\s\S]*?-->/g;
const HTML = /^\s*<(?:!doctype\s+html|html|head|body|table|meta|script)\b/i;
const EXCEL_XML = /^\s*<\?xml[\s\S]*urn:schemas-microsoft-com:office:spreadsheet/i;

const BY_TEXT: readonly (readonly [start: RegExp, problem: SheetProblem])[] = [
  [HTML, WEB_PAGE],
  [/^\s*<\?xml[^>]*>\s*<!doctype\s+html/i, WEB_PAGE],
  [EXCEL_XML, WORKBOOK],
  [/^\s*<\?xml/i, otherFile('an XML file')],
  [/^\s*(?:\{\s*"|\[\s*[{["])/, otherFile('a JSON file')],
  [/^\s*BEGIN:VCARD/i, otherFile('a file of contacts')],
];
/** Of a text, to see what it is. */
const MAX_HEAD_LENGTH = 2_000;

function otherFile(what: string): SheetProblem {
  return {
    kind: 'other_file',
    sentence: `This is ${what}, not a CSV file. Save the sheet as CSV UTF-8, and give that file.`,
  };
}

/** @returns what is wrong with a file that is of another kind by its first bytes. */
export function fileKindProblem(bytes: Uint8Array): SheetProblem | undefined {
  return BY_FIRST_BYTES.find(([start]) => Buffer.from(start, 'latin1').equals(bytes.subarray(0, start.length)))?.[1];
}

/** @returns what is wrong with a text that is no table. */
export function textKindProblem(text: string): SheetProblem | undefined {
  const head = text.slice(0, MAX_HEAD_LENGTH).replace(COMMENT, '');
  return BY_TEXT.find(([start]) => start.test(head))?.[1];
}
