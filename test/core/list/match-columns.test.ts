import { describe, expect, it } from 'vitest';
import type { ListChoices } from '../../../src/core/list/list-plan.ts';
import { matchColumns } from '../../../src/core/list/match-columns.ts';
import type { Template } from '../../../src/core/template/template.ts';
import { BOOKING } from '../../support/sends.ts';
import { openColumns, readNumber, sheetOf, templateOf } from '../../support/sheets.ts';

const ONE = '+91 98765 43210';
const OTHER = '+44 7400 123456';

/** `field ← column`, and the value itself where everybody gets it. */
function sources(content: string, template: Template, choices: ListChoices = {}): readonly string[] {
  const columns = matchColumns(sheetOf(content), template, choices, readNumber);
  if (!columns.ok) throw new Error(JSON.stringify(columns.failure));
  const { phone, fields } = columns.value;
  return [
    `phone ← ${phone.letter}`,
    ...fields.map((source) => `${source.field.id} ← ${source.kind === 'column' ? source.column.letter : source.value}`),
  ];
}

describe('the column of a field', () => {
  it.each([
    ['its label', 'Phone,Guest,booking number,View'],
    ['its label in another spelling', 'phone_number,GUEST,Booking-Number.,view'],
    ['its placeholder', 'MOBILE,{{1}},{{2}},param_url'],
    ['its number', 'whatsapp number,1,2,link'],
    ['param n', 'to,param 1,Param_2,Ending of the “View” link'],
    ['variable n', 'cell,variable1,VARIABLE 2,url'],
    ['body n', 'msisdn,Body 1,body-2,link'],
    ['parameter n', 'tel,Parameter 1,parameter 2,button'],
    ['var n', 'phone no,var1,Var 2,button link'],
    ['value n', 'recipient,Value 1,value_2,Link ending'],
    ['field n', 'contact number,field 1,Field.2,Link of View'],
    ['its input', 'phone,param_1,param_2,param_url'],
  ])('is found by %s', (_, names) => {
    expect(sources(`${names}\n${ONE},Asha,BK-77,abc\n`, BOOKING)).toEqual([
      'phone ← A',
      'param_1 ← B',
      'param_2 ← C',
      'param_url ← D',
    ]);
  });

  it('is found by a name in another case, with accents or without', () => {
    const named = templateOf('prenom', 'total_price');

    expect(sources(`téléphone,Prénom,Total Price\n${ONE},Zoé,5\n`, named)).toEqual([
      'phone ← A',
      'param_1 ← B',
      'param_2 ← C',
    ]);
  });

  it('is found by its input where its placeholder has another number', () => {
    expect(sources(`phone,param_1,3\n${ONE},Asha,5\n`, templateOf('2', '3'))).toEqual([
      'phone ← A',
      'param_1 ← B',
      'param_2 ← C',
    ]);
  });

  it('is the tenth for 10, wherever it stands', () => {
    const names = Array.from({ length: 11 }, (_, at) => String(at + 1));
    const shuffled = ['10', '2', '11', '1', '3', '4', '5', '6', '7', '8', '9'];

    const found = sources(`phone,${shuffled.join(',')}\n${ONE},${shuffled.join(',')}\n`, templateOf(...names));

    expect(found).toContain('param_10 ← B');
    expect(found).toContain('param_2 ← C');
    expect(found).toContain('param_11 ← D');
  });

  it('may be missing, and then everybody gets what the form says', () => {
    const text = `phone,guest,link\n${ONE},Asha,abc\n`;

    expect(openColumns(text, BOOKING).missing.map(({ label }) => label)).toEqual(['Booking number']);
    expect(sources(text, BOOKING, { values: { param_2: ' BK-1 ' } })).toContain('param_2 ← BK-1');
  });

  it.each([
    ['Booking number', 'phone,guest,bokking number,link', 'C'],
    ['Booking number', 'phone,guest,Booknig-Number,link', 'C'],
    ['Booking number', 'phone,guest,booking no.,link', 'C'],
    ['Booking number', 'phone,guest,Booking ref,link', 'C'],
    ['Booking number', 'phone,guest,Bokking no,link', 'C'],
    ['Guest', 'phone,guest name,booking number,link', 'B'],
    ['Guest', 'phone,Name of the guest,booking number,link', 'B'],
  ])('is asked about where a name is nearly its own: %s', (label, names, letter) => {
    const { likely, missing } = openColumns(`${names}\n${ONE},a,b,c\n`, BOOKING);

    expect(missing.map((field) => field.label)).toEqual([label]);
    expect(Object.values(likely).map((column) => column?.letter)).toEqual([letter]);
  });

  it.each([
    ['means another thing', 'phone,guest,room,link'],
    ['is one of two that are nearly its own', 'phone,guest,bookin number,booking no,link'],
    ['says nothing', 'phone,guest,number of,link'],
    ['has another number in it', 'phone,guest,booking2,link'],
  ])('is not proposed where the name %s', (_, names) => {
    const cells = names.split(',').map((name, at) => (name === 'phone' ? ONE : `x${at}`));

    expect(openColumns(`${names}\n${cells.join(',')}\n`, BOOKING).likely).toEqual({});
  });

  it('is the one that was chosen for it', () => {
    const text = `phone,guest,room,link\n${ONE},Asha,12,abc\n`;

    expect(sources(text, BOOKING, { columns: { param_2: 'C' } })).toContain('param_2 ← C');
    expect(openColumns(text, BOOKING, { columns: { param_2: 'A' } }).missing).toHaveLength(1);
  });

  it('is not filled for everybody with what WhatsApp refuses', () => {
    const text = `phone,guest,link\n${ONE},Asha,abc\n`;

    expect(openColumns(text, BOOKING, { values: { param_2: 'a\nb' } }).refused).toEqual([
      { field: 'param_2', sentence: expect.stringContaining('WhatsApp refuses a line break in "Booking number"') },
    ]);
  });

  it('may not be two columns', () => {
    const { problems } = openColumns(`phone,Guest,2,guest,link\n${ONE},Asha,BK-77,Ravi,abc\n`, BOOKING);

    expect(problems.map(({ sentence }) => sentence)).toEqual([
      'Column B (Guest) and column D (guest) are both for “Guest”. Rename one of them, or delete it.',
    ]);
  });

  it('is said of a link and a payload by what their buttons are called', () => {
    const replies: Template = {
      ...BOOKING,
      header: { format: 'image', example: undefined },
      buttons: [
        { kind: 'quick_reply', label: 'Yes' },
        { kind: 'copy_code', label: 'Copy', example: undefined },
      ],
    };
    const names = 'phone,1,2,image link,coupon code,Payload of Yes';

    expect(sources(`${names}\n${ONE},a,b,https://example.com/a.png,X,y\n`, replies)).toEqual(
      expect.arrayContaining(['media_url ← D', 'coupon_code ← E', 'payload_1 ← F']),
    );
  });

  it.each(['header', 'Header value', 'title', 'Value in the header', 'param_header'])(
    'is the header’s under %s, where the header takes a value',
    (name) => {
      const titled: Template = {
        ...templateOf('1'),
        header: { format: 'text', text: 'Stay {{1}}', example: undefined },
      };

      expect(sources(`phone,1,${name}\n${ONE},a,b\n`, titled)).toContain('param_header ← C');
    },
  );

  it.each([
    'header',
    'media',
    'Media link',
    'media URL',
    'Header link',
    'video',
    'Video link',
    'video url',
    'header video',
  ])('is the header’s under %s, where the header is a video', (name) => {
    const film: Template = { ...templateOf('1'), header: { format: 'video', example: undefined } };

    expect(sources(`phone,1,${name}\n${ONE},a,b\n`, film)).toContain('media_url ← C');
  });

  it.each(['coupon', 'Code', 'coupon code', 'Offer code', 'Code to copy', 'coupon_code'])(
    'is the code’s under %s',
    (name) => {
      const offer: Template = {
        ...templateOf('1'),
        buttons: [{ kind: 'copy_code', label: 'Copy', example: undefined }],
      };

      expect(sources(`phone,1,${name}\n${ONE},a,b\n`, offer)).toContain('coupon_code ← C');
    },
  );

  it('is not found by a name that fits two fields alike', () => {
    const links: Template = {
      ...templateOf('1'),
      buttons: ['Map', 'Menu'].map((label) => ({
        kind: 'url',
        label,
        url: `https://example.com/${label}/{{1}}`,
        example: undefined,
      })),
    };

    expect(openColumns(`phone,1,link,Menu\n${ONE},a,b,c\n`, links).missing.map(({ id }) => id)).toEqual(['param_url']);
    expect(sources(`phone,1,Map,Menu\n${ONE},a,b,c\n`, links).slice(2)).toEqual([
      'param_url ← C',
      'second_param_url ← D',
    ]);
  });

  it('leaves columns over that no field has, by name', () => {
    const columns = matchColumns(
      sheetOf(`City,phone,1,2,link,Agent\nPune,${ONE},a,b,c,Ravi\n`),
      BOOKING,
      {},
      readNumber,
    );

    expect(columns.ok && columns.value.unused.map(({ name }) => name)).toEqual(['City', 'Agent']);
  });
});

describe('the column of the phone numbers', () => {
  it.each(['Teléfono', 'Handy', 'MÓVIL', 'Número de telefone', 'मोबाइल नंबर', 'Телефон', '電話番号', 'Contact No.'])(
    'is found by %s',
    (name) => {
      expect(sources(`${name},1\n${ONE},a\n`, templateOf('1'))[0]).toBe('phone ← A');
    },
  );

  it('is asked for when none has a name of one, and the one with numbers is proposed', () => {
    const { phoneQuestion, problems } = openColumns(`1,who\nAsha,${ONE}\nRavi,${OTHER}\n`, templateOf('1'));

    expect(problems).toEqual([]);
    expect(phoneQuestion?.preChosen?.letter).toBe('B');
    expect(phoneQuestion?.sentence).toBe('No column is called “phone”. Which one has the phone numbers?');
  });

  it('is proposed by nobody when one number in five is none', () => {
    const rows = [ONE, OTHER, ONE, OTHER, 'call the office'].map((cell) => `Asha,${cell}\n`).join('');

    expect(openColumns(`1,who\n${rows}`, templateOf('1')).phoneQuestion?.preChosen).toBeUndefined();
  });

  it('is asked for when two have such a name, and never decided silently', () => {
    const text = `Phone,Mobile,1\n,${ONE},Asha\n,${OTHER},Ravi\n`;
    const { phoneQuestion, phone } = openColumns(text, templateOf('1'));

    expect(phone).toBeUndefined();
    expect(phoneQuestion?.preChosen?.letter).toBe('B');
    expect(phoneQuestion?.sentence).toContain(
      '2 columns may have the phone numbers: column A (Phone), column B (Mobile)',
    );
    expect(sources(text, templateOf('1'), { phoneColumn: 'A' })[0]).toBe('phone ← A');
  });

  it('is not the one of a field with such a name, where there is another', () => {
    expect(sources(`Number,Phone\n7,${ONE}\n`, templateOf('number'))).toEqual(['phone ← B', 'param_1 ← A']);
  });

  it('is asked for when its name is a field’s too', () => {
    expect(openColumns(`Number\n${ONE}\n`, templateOf('number')).phoneQuestion?.sentence).toBe(
      'Is column A (Number) the one with the phone numbers?',
    );
  });

  it('is missing in a sheet without numbers', () => {
    expect(openColumns('1,2\nAsha,BK-77\n', templateOf('1', '2')).problems[0]?.sentence).toMatch(
      /^No column has phone numbers\. Add a column called "phone"/,
    );
  });
});

describe('a first row that is a person’s', () => {
  it('is said, with a line of names to put above it', () => {
    const { problems } = openColumns(`Asha;${ONE};BK-77\nRavi;${OTHER};BK-78\n`, BOOKING);

    expect(problems.map(({ sentence }) => sentence)).toEqual([
      'The first row has no column names. Put a row with names above it, in the order of your columns, like this: Guest;phone;Booking number',
    ]);
  });

  it('is not a row of dates', () => {
    const text = `phone,1,2026-11-23,2026-11-24\n${ONE},Asha,2026-11-01,2026-11-02\n`;

    expect(sources(text, templateOf('1'))).toEqual(['phone ← A', 'param_1 ← B']);
  });

  it('is a row of names when most rows have a cell behind the last one, and that is said', () => {
    const { problems } = openColumns(`phone,1\n${ONE},1,234\n${OTHER},5,678\n`, templateOf('1'));

    expect(problems[0]?.sentence).toMatch(/^Column C has values and no name in the first row\./);
  });
});
