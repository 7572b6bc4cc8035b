import { describe, expect, it } from 'vitest';
import { problemLine } from '../../src/core/list/list-plan.ts';
import { matchColumns } from '../../src/core/list/match-columns.ts';
import { parsePhoneNumber } from '../../src/core/recipients/phone-number.ts';
import { readSheet } from '../../src/sheets/read-sheet.ts';
import { encoded } from '../support/encodings.ts';
import { BOOKING } from '../support/sends.ts';
import { planList, readNumber } from '../support/sheets.ts';

const NAMES = 'phone,guest,booking number,link\n';
const SOUND = '+44 7400 123456,Ravi,BK-78,d\n';
const SENDER = parsePhoneNumber('+919800000000');

/** A file with a sound row, and one with this number and these values below it. */
function withRow(phone: string, guest = 'Asha', booking = 'BK-77', link = 'abc'): string {
  const quoted = [phone, guest, booking, link].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return `${NAMES}${SOUND}${quoted}\n`;
}

const value = (guest: string): string => withRow('+91 98765 43210', guest);

/** Everything that is said of a file, with the place where there is one. */
function sentencesOf(content: string | Uint8Array, maxRows?: number): readonly string[] {
  const sheet = readSheet(content, maxRows);
  if (!sheet.ok) return [sheet.failure.sentence];
  const columns = matchColumns(sheet.value, BOOKING, {}, readNumber);
  if (!columns.ok) {
    const { problems, phoneQuestion, missing } = columns.failure;
    const asked = phoneQuestion === undefined ? [] : [phoneQuestion.sentence];
    return [...problems.map(({ sentence }) => sentence), ...asked, ...missing.map(({ label }) => `${label}?`)];
  }
  const sender = SENDER.ok ? SENDER.value : undefined;
  const needs = { sheet: sheet.value, columns: columns.value, template: BOOKING, choices: {}, readNumber, sender };
  return planList(needs).problems.map(problemLine);
}

const rising = Array.from({ length: 6 }, (_, at) => `+9198765432${10 + at},Asha,BK-${at},x\n`).join('');

/** One row more than any list may have. */
const BIG = NAMES + SOUND.repeat(10_001);

type DamagedFile = readonly [name: string, content: string | Uint8Array, sentence: string, maxRows?: number];

const FILES: readonly DamagedFile[] = [
  ['nothing', '', 'There is nothing in it.'],
  ['a mark of its encoding and nothing else', encoded('', 'UTF-8', true), 'There is nothing in it.'],
  ['blank rows only', '\n,,\n \n\t\n', 'There is nothing in it.'],
  ['names only', NAMES, 'There is one row, and it has to hold the names of the columns.'],
  [
    'an Excel workbook',
    Buffer.from('PK\x03\x04xl/workbook.xml'),
    'This is an Excel workbook. In Excel: File → Save As → CSV UTF-8.',
  ],
  [
    'an old Excel workbook',
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    'This is an Excel workbook. In Excel: File → Save As → CSV UTF-8.',
  ],
  [
    'an Excel workbook in XML',
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    'This is an Excel workbook.',
  ],
  ['a PDF', Buffer.from('%PDF-1.7 …'), 'This is a PDF, not a CSV file.'],
  ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'This is a picture, not a CSV file.'],
  ['a packed file', Buffer.from('1f8b0800', 'hex'), 'This is a packed file, not a CSV file.'],
  ['a page that asks to sign in', '<!DOCTYPE html><html><title>Sign in</title>', 'This is a web page, not a CSV file.'],
  ['a page behind remarks', '<!-- a --><!-- b -->\n<html>', 'This is a web page, not a CSV file.'],
  ['a page with a table', '\n <table><tr><td>Phone</td></tr></table>', 'This is a web page, not a CSV file.'],
  ['JSON', '[{"phone": "+91"}]', 'This is a JSON file, not a CSV file.'],
  ['XML', '<?xml version="1.0"?><people/>', 'This is an XML file, not a CSV file.'],
  ['contacts', 'BEGIN:VCARD\nTEL:+91\nEND:VCARD', 'This is a file of contacts, not a CSV file.'],
  ['more than 5 MB', `${NAMES}${'x'.repeat(5.5 * 1024 * 1024)}`, 'The file has 5.6 MB, and a list has at most 5 MB.'],
  ['2,001 rows', NAMES + SOUND.repeat(2_001), 'There are 2,001 rows, and a list has at most 2,000.'],
  ['201 columns', `${'a,'.repeat(200)}a\n1\n`, 'There are 201 columns, and a list has at most 200.'],
  [
    'a cell of 5,000 characters',
    value('x'.repeat(5_000)),
    'Row 3, column B has 5,000 characters, and a cell has at most 4,096.',
  ],
  ['a NUL character', value('As\0ha'), 'Row 3, column B has a character in it that is no letter'],
  ['a control character', value('As\u0007ha'), 'Row 3, column B has a character in it that is no letter'],
  [
    'half a UTF-16 letter',
    encoded(NAMES, 'UTF-16LE', true).subarray(0, -1),
    'Some of the file is UTF-16LE, and some of it is not',
  ],
  [
    'a mark of UTF-8 before other bytes',
    Buffer.from('efbbbfe9e9', 'hex'),
    'Some of the file is UTF-8, and some of it is not',
  ],
  [
    'a quote that is not closed',
    `${NAMES}${SOUND}+91 98765 43210,"Asha,BK-77,abc\n${SOUND}`,
    'Row 3, column B has a quote (") that opens a cell',
  ],
  [
    'a quote that is closed too early',
    `${NAMES}${SOUND}+91 98765 43210,"Ash"a,BK-77,abc\n`,
    'Row 3, column B has a quote (") that opens a cell',
  ],
  ['no names', SOUND + SOUND, 'The first row has no column names.'],
  ['no numbers', `guest,booking number,link\nAsha,BK-77,abc\n`, 'No column has phone numbers.'],
  ['two columns of numbers', `phone,mobile,guest,2,link\n1,2,a,b,c\n`, '2 columns may have the phone numbers'],
  [
    'a column twice',
    `phone,guest,2,link,Guest\n+44 7400 123456,a,b,c,d\n`,
    'Column B (guest) and column E (Guest) are both for “Guest”.',
  ],
  ['a column too few', `phone,guest,link\n+44 7400 123456,a,c\n`, 'Booking number?'],
  [
    'a comma inside a value',
    `${NAMES}${SOUND}${SOUND.replace('6,', '7,')}+91 98765 43210,Rao, Asha,BK-77,abc\n`,
    'Row 4, column E: The row has more cells than there are column names.',
  ],
  [
    'a number that Excel shortened',
    withRow('9.19812E+11'),
    'Row 3, column A (phone): 9.19812E+11 has lost digits in Excel. Format the column as Text',
  ],
  [
    'a number that Excel shortened with a comma',
    withRow('9,19812E+11'),
    'Row 3, column A (phone): 9,19812E+11 has lost digits in Excel.',
  ],
  ['no number', withRow(''), 'Row 3, column A (phone): The phone number is missing.'],
  ['words for a number', withRow('ask Ravi'), 'Row 3, column A (phone): “ask Ravi” is not a phone number.'],
  [
    'a letter for a number',
    withRow('Dear Ravi, '.repeat(40)),
    'Row 3, column A (phone): “Dear Ravi, Dear Ravi, Dear Ravi, Dear Ra…” is not a phone number.',
  ],
  ['a number without a country', withRow('98765 43210'), 'Row 3, column A (phone): “98765 43210” '],
  ['a number that is too short', withRow('+91 987'), 'Row 3, column A (phone): “+91 987” is too short'],
  ['a number that is too long', withRow('+91 98765 43210 98765 432'), 'Row 3, column A (phone): '],
  [
    'two numbers in a cell',
    withRow('+91 98765 43210, +44 7400 123456'),
    'Row 3, column A (phone): “+91 98765 43210, +44 7400 123456” is more than one number',
  ],
  [
    'a number that can be read in two ways',
    withRow('+62812345678 1'),
    'Row 3, column A (phone): “+62812345678 1” can be read in two ways.',
  ],
  [
    'the number that sends',
    withRow('+91 98000 00000'),
    'Row 3, column A (phone): “+91 98000 00000” is the number that this message is sent from.',
  ],
  ['a formula that found nothing', value('#N/A'), 'Row 3, column B (guest): #N/A is a formula without a result.'],
  ['a formula that lost its cell', value('#REF!'), 'Row 3, column B (guest): #REF! is a formula without a result.'],
  [
    'a formula that found nothing in German',
    value('#NV'),
    'Row 3, column B (guest): #NV is a formula without a result.',
  ],
  [
    'a formula in place of its result',
    value('=VLOOKUP(A2,B:C,2)'),
    'Row 3, column B (guest): “=VLOOKUP(A2,B:C,2)” is a formula, not its result.',
  ],
  [
    'a column that was too narrow',
    value('########'),
    'Row 3, column B (guest): ######## is a cell that was too narrow to show.',
  ],
  ['NULL', value('NULL'), 'Row 3, column B (guest): “NULL” stands for a missing value.'],
  ['None', value('None'), 'Row 3, column B (guest): “None” stands for a missing value.'],
  ['nan', value('nan'), 'Row 3, column B (guest): “nan” stands for a missing value.'],
  ['undefined', value('undefined'), 'Row 3, column B (guest): “undefined” stands for a missing value.'],
  [
    'a placeholder',
    value('Dear {{name}}'),
    'Row 3, column B (guest): “Dear {{name}}” has an unfilled placeholder in it.',
  ],
  [
    'a placeholder of a mail program',
    value('%FIRST_NAME%'),
    'Row 3, column B (guest): “%FIRST_NAME%” has an unfilled placeholder in it.',
  ],
  [
    'a placeholder of a script',
    value(`Dear \${name}`),
    `Row 3, column B (guest): “Dear \${name}” has an unfilled placeholder in it.`,
  ],
  [
    'a value that Excel shortened',
    withRow('+91 98765 43210', 'Asha', '1.23457E+12'),
    'Row 3, column C (booking number): 1.23457E+12 has lost digits in Excel.',
  ],
  ['a lost letter', value('Zo\ufffd'), 'Row 3, column B (guest): “Zo\ufffd” has a letter that was lost'],
  ['garbled letters', value('ZoÃ©'), 'Row 3, column B (guest): “ZoÃ©” looks garbled'],
  [
    'a date that Excel turned',
    value('2026-11-23 00:00:00'),
    'Row 3, column B (guest): “2026-11-23 00:00:00” looks like a date that a spreadsheet turned.',
  ],
  ['an empty cell', value(''), 'Row 3, column B (guest): “Guest” is empty, and the message needs it.'],
  [
    'a line break in a value',
    value('Asha\nRao'),
    'Row 3, column B (guest): WhatsApp refuses a line break in "Guest". Write it as one line: Asha Rao',
  ],
  [
    'a value that is too long',
    value('x'.repeat(1_100)),
    'Row 3, column B (guest): "Guest" has 1,100 characters and WhatsApp takes 1,024.',
  ],
  [
    'a whole link for the end of one',
    withRow('+91 98765 43210', 'Asha', 'BK-77', 'https://example.com/login/abc'),
    'Row 3, column D (link): The link already starts with https://example.com/login/. Write only what follows: abc',
  ],
  [
    'a column that Excel filled',
    NAMES + SOUND + rising,
    'Rows 3–8, column A (phone): The numbers go up by one from row to row: Excel filled the column.',
  ],
  [
    'two messages for one person',
    NAMES + SOUND + SOUND.replace('BK-78', 'BK-79'),
    'Row 2, column A (phone): Row 3 has the same number and other words.',
  ],
  [
    'cells that were merged',
    `${NAMES}${SOUND}+91 98765 43210,,,\n`,
    'Row 3, column B (guest): All values are empty: of merged cells only',
  ],
  [
    'a row of totals',
    `${NAMES}${SOUND}Total,1,,\n`,
    'Row 3, column A (phone): “Total” is not a phone number. Write it with its country code, like +91 98765 43210, or delete the row.',
  ],
  [
    'a row of totals without a word',
    `${NAMES}${SOUND},,1,\n`,
    'Row 3, column A (phone): The phone number is missing. Write it, or delete the row.',
  ],
  [
    'remarks above the names',
    `Guests of May\n\n${NAMES}${SOUND}`,
    'The names of the columns stand in row 3, and they have to stand in the first one.',
  ],
  [
    'names of several columns above the names',
    `Contact,,Stay,\n${NAMES}${SOUND}`,
    'The names of the columns stand in row 2',
  ],
  [
    'the names once more',
    NAMES + SOUND + NAMES + SOUND,
    'Row 3, column A (phone): The names of the columns stand here once more',
  ],
  [
    'two files in one, the second with its mark',
    `${NAMES}${SOUND}\ufeff${NAMES}`,
    'Row 3, column A (phone): The names of the columns stand here once more',
  ],
  ['a box that was ticked', value('TRUE'), 'Row 3, column B (guest): Should the person really read “TRUE”?'],
  [
    'a row that is separated by another sign',
    `${NAMES}${SOUND}+91 98765 43210;Asha;BK-77;abc\n`,
    'Row 3, column A (phone): The row is separated by semicolons, and the first row by commas.',
  ],
  [
    'names that are separated by other signs than the rows',
    `${NAMES.replaceAll(',', ';')}${SOUND}`,
    'Row 2, column A (phone): The row is separated by commas, and the first row by semicolons.',
  ],
  [
    'names that are separated by two signs',
    `phone,guest;booking number,link\n${SOUND}`,
    'Column B (guest;booking number) is several columns',
  ],
  [
    'cells that are separated by blanks',
    'phone guest booking link\n+919876543210 Asha BK-77 abc\n',
    'All of it is one column, “phone guest booking link”.',
  ],
  [
    'people side by side',
    'phone,+91 98765 43210,+44 7400 123456\nguest,Asha,Ravi\nlink,a,b\n',
    'Each person has a column here, and needs a row.',
  ],
  [
    'no number in its column',
    `${NAMES},Asha,BK-77,abc\n,Ravi,BK-78,d\n`,
    'Column A (phone) is empty. Fill it with one number in each row',
  ],
  [
    'UTF-16 without its mark that was cut off',
    encoded(NAMES + SOUND, 'UTF-16LE', false).subarray(0, -1),
    'Some of the file is UTF-16LE, and some of it is not',
  ],
  ['a tab in a value', value('As\tha'), 'Row 3, column B (guest): WhatsApp refuses a tab in "Guest".'],
  [
    'a formula for a number',
    withRow('=CONCAT(A2;B2)'),
    'Row 3, column A (phone): “=CONCAT(A2;B2)” is a formula, not its result.',
  ],
  ['a number that found nothing', withRow('#N/A'), 'Row 3, column A (phone): #N/A is a formula without a result.'],
  [
    'a cell of another sheet',
    value('=Guests!B2'),
    'Row 3, column B (guest): “=Guests!B2” is a formula, not its result.',
  ],
  ['a sum', value('=1+1'), 'Row 3, column B (guest): “=1+1” is a formula, not its result.'],
  [
    'a formula that begins with a sign',
    value('+A1+B2'),
    'Row 3, column B (guest): “+A1+B2” is a formula, not its result.',
  ],
  ['an old formula', value('@SUM(A1:A2)'), 'Row 3, column B (guest): “@SUM(A1:A2)” is a formula, not its result.'],
  ['one digit too few', withRow('+91 98765 4321'), 'Row 3, column A (phone): “+91 98765 4321” has one digit too few.'],
  [
    'one digit too many',
    withRow('+91 98765 432101'),
    'Row 3, column A (phone): “+91 98765 432101” has one digit too many.',
  ],
  [
    'a name beside the number',
    withRow('Asha +91 98765 43210'),
    'Row 3, column A (phone): “Asha +91 98765 43210” has more in it than a phone number. Write the number alone.',
  ],
  [
    'letters that became question marks',
    value('???? ???'),
    'Row 3, column B (guest): “???? ???” has a letter that was lost',
  ],
  [
    'the code of a web page',
    value('Asha &amp; Ravi'),
    'Row 3, column B (guest): “Asha &amp; Ravi” has the code of a web page in it',
  ],
  ['10,001 rows where 10,000 are allowed', BIG, 'There are 10,001 rows, and a list has at most 10,000.', 10_000],
];

describe('a damaged file', () => {
  it.each(FILES.map((file) => ({ name: file[0], file })))('with $name is told so', ({ file }) => {
    const [, content, sentence, maxRows] = file;
    const [first = 'nothing is said'] = sentencesOf(content, maxRows);

    expect(first.slice(0, sentence.length)).toBe(sentence);
    expect(first).toMatch(/[.?A-Za-z]$/);
  });

  it('is one of ninety and more, and a sound one is not told anything', () => {
    expect(FILES.length).toBeGreaterThan(90);
    expect(sentencesOf(withRow('+91 98765 43210'))).toEqual([]);
  });
});
