import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { isCountryCode } from '../../src/numbering/country-codes.ts';
import { createReadNumber } from '../../src/numbering/read-number.ts';

const readAnywhere = createReadNumber({ defaultCountry: undefined });
const readInIndia = createReadNumber({ defaultCountry: 'IN' });

describe('a number with its country code', () => {
  it('is shown in international form with its country', () => {
    expect(readAnywhere('+919876543210')).toEqual({
      ok: true,
      value: {
        number: '+919876543210',
        international: '+91 98765 43210',
        country: 'India',
        countryCode: 'IN',
        guessedCountry: false,
      },
    });
  });

  it.each([
    ['+44 (0)20 7946 0018', '+442079460018'],
    ['+39 06 698 12345', '+390669812345'],
    ['(+91) 98765 43210', '+919876543210'],
    ['+ 91 98765 43210', '+919876543210'],
    ['00 91 98765 43210', '+919876543210'],
    ['+00 91 98765 43210', '+919876543210'],
    ['+0091 98765 43210', '+919876543210'],
    ['（＋９１）９８７６５－４３２１０', '+919876543210'],
    ['0091-98765-43210', '+919876543210'],
    ['tel:+919876543210', '+919876543210'],
    ['＋９１９８７６５４３２１０', '+919876543210'],
    ['+९१ ९८७६५ ४३२१०', '+919876543210'],
    ['+٩١٩٨٧٦٥٤٣٢١٠', '+919876543210'],
    ['\u202a+91\u00a098765\u00a043210\u202c', '+919876543210'],
    ['+52 1 55 1234 5678', '+525512345678'],
    ['+54 9 11 2345 6789', '+5491123456789'],
    ['+91 80 4123 4567', '+918041234567'],
  ])('may be written %s', (text, number) => {
    expect(readAnywhere(text)).toMatchObject({ ok: true, value: { number, guessedCountry: false } });
  });

  it('of no single country has none', () => {
    expect(readAnywhere('+883 510 000 000 091')).toMatchObject({ ok: true, value: { country: undefined } });
  });

  it.each([
    ['+91 98765', 'too_short'],
    ['+91', 'too_short'],
    ['+677 012', 'too_short'],
    // As long as a number of Niue.
    ['+683 1111', 'no_such_number'],
    ['+91 98765 43210 98765', 'too_long'],
    ['+91 98765 4321', 'one_digit_short'],
    ['00 91 98765 4321', 'one_digit_short'],
    ['+91 98765 432101', 'one_digit_long'],
    ['+44 7400 1234567', 'one_digit_long'],
    ['+1 415 555 267', 'one_digit_short'],
    ['+91 11111 1111', 'no_such_number'],
    ['+999 123 4567', 'no_such_number'],
    ['+1 800 555 0199', 'no_whatsapp_line'],
    ['+91 1800 123 4567', 'no_whatsapp_line'],
    ['+1 900 555 0199', 'no_whatsapp_line'],
    ['+91 1860 123 3451', 'no_whatsapp_line'],
    ['+41 860 12345 6789', 'no_whatsapp_line'],
    ['+44 7640 123456', 'no_whatsapp_line'],
    ['+44 55 1234 5678', 'no_whatsapp_line'],
    ['+91 98765 43210 ext. 5', 'not_a_number'],
    ['+91 98765 43210;ext=5', 'not_a_number'],
    ['+919876543210,+919876543211', 'not_a_number'],
    ['+919876543210#5', 'not_a_number'],
    ['+1 800 FLOWERS', 'not_a_number'],
    ['Asha', 'not_a_number'],
    ['+', 'not_a_number'],
    ['', 'not_a_number'],
  ])('is refused when it is %j', (text, problem) => {
    expect(readAnywhere(text)).toEqual({ ok: false, failure: problem });
  });
});

describe('a number without a country code', () => {
  it.each([
    ['98765 43210', '+919876543210'],
    ['098765 43210', '+919876543210'],
    ['(080) 4123 4567', '+918041234567'],
    ['919876543210', '+919876543210'],
  ])('belongs to the default country: %s', (text, number) => {
    expect(readInIndia(text)).toMatchObject({ ok: true, value: { number, guessedCountry: false } });
  });

  it.each([['98765 43210'], ['9876543210'], ['098765 43210'], ['(080) 4123 4567'], ['07911 123456'], ['07911123456']])(
    'is refused when there is no default country: %s',
    (text) => {
      expect(readAnywhere(text)).toEqual({ ok: false, failure: 'no_country_code' });
    },
  );

  it.each([
    [readAnywhere, '919876543210', '+919876543210'],
    [readInIndia, '447911123456', '+447911123456'],
    [createReadNumber({ defaultCountry: 'US' }), '919876543210', '+919876543210'],
    [readAnywhere, '91 98111 11113', '+919811111113'],
    [readAnywhere, '91-98111-11113', '+919811111113'],
  ])('may have lost its plus, and is marked as guessed', (readNumber, text, number) => {
    expect(readNumber(text)).toMatchObject({ ok: true, value: { number, guessedCountry: true } });
  });

  it('is not guessed when only a landline would fit', () => {
    expect(readAnywhere('984501234546')).toEqual({ ok: false, failure: 'no_country_code' });
  });

  it.each([
    [readAnywhere, '98765', 'too_short'],
    [readAnywhere, '1234567890123456', 'too_long'],
    [readAnywhere, '98 (7) 65-4', 'too_short'],
    [readAnywhere, '1234 567 890 123 45', 'no_country_code'],
    [readInIndia, '98765', 'too_short'],
    [readInIndia, '98765 4321', 'one_digit_short'],
    [readInIndia, '98765 432101', 'one_digit_long'],
    [readAnywhere, '98765 4321', 'no_country_code'],
    [readInIndia, '1800 123 4567', 'no_whatsapp_line'],
  ])('is refused with the reason', (readNumber, text, problem) => {
    expect(readNumber(text)).toEqual({ ok: false, failure: problem });
  });
});

describe('a number in a form from before its country changed its numbers', () => {
  it.each([
    ['+553187654321', '+5531987654321'],
    ['+55 31 8765-4321', '+5531987654321'],
    ['553187654321', '+5531987654321'],
    ['+5215512345678', '+525512345678'],
    ['5215512345678', '+525512345678'],
    ['+229 97 12 34 56', '+2290197123456'],
    ['22997123456', '+2290197123456'],
    ['+225 07 12 34 56', '+2250707123456'],
    ['+225 45 12 34 56', '+2250545123456'],
    ['22501123456', '+2250101123456'],
    ['22507123456', '+2250707123456'],
  ])('is today’s number, and marked: %s', (text, number) => {
    expect(readAnywhere(text)).toMatchObject({ ok: true, value: { number, changes: ['earlier_form'] } });
  });

  it.each([
    ['(31) 8765-4321', '+5531987654321', 'BR'],
    ['97 12 34 56', '+2290197123456', 'BJ'],
    ['07 12 34 56', '+2250707123456', 'CI'],
  ])('may be typed at home: %s', (text, number, defaultCountry) => {
    const reading = createReadNumber({ defaultCountry })(text);

    expect(reading).toMatchObject({ ok: true, value: { number, changes: ['earlier_form'] } });
  });

  it.each([
    ['+55 31 98765-4321', '+5531987654321'],
    ['+55 31 3265-4321', '+553132654321'],
    ['+54 9 11 2345 6789', '+5491123456789'],
    ['+225 07 12 34 56 78', '+2250712345678'],
    ['+229 01 97 12 34 56', '+2290197123456'],
  ])('is not one that is written as today: %s', (text, number) => {
    const reading = readAnywhere(text);

    expect(reading).toMatchObject({ ok: true, value: { number } });
    expect(reading.ok && reading.value.changes).toBeUndefined();
  });

  it.each(['+22560123456', '+22513123456', '+22912345678', '+55 31 1765-4321'])(
    'is refused when no phone had it: %s',
    (text) => {
      expect(readAnywhere(text).ok).toBe(false);
    },
  );
});

describe('a number from a spreadsheet', () => {
  it.each([
    ['+62812345678.0', '+62812345678'],
    ['+62812345678.00', '+62812345678'],
    ['+62812345678,0', '+62812345678'],
    ['+62812345678 .0', '+62812345678'],
    ['+91 98765 43210.0', '+919876543210'],
  ])('loses the .0 behind it, and is marked: %s', (text, number) => {
    expect(readAnywhere(text)).toMatchObject({ ok: true, value: { number, changes: ['spreadsheet_zero'] } });
  });

  it('is today’s number too', () => {
    expect(readAnywhere('553187654321.0')).toMatchObject({
      value: { number: '+5531987654321', guessedCountry: true, changes: ['earlier_form', 'spreadsheet_zero'] },
    });
  });

  it('does not lose its last pair', () => {
    expect(readAnywhere('+33.6.12.34.56.00')).toMatchObject({ ok: true, value: { number: '+33612345600' } });
  });

  it.each(['9.19812E+11', '9,19812E+11', '9.2e11', '9E+11', '+9.19812E+11'])(
    'that lost digits is said to: %s',
    (text) => {
      expect(readAnywhere(text)).toEqual({ ok: false, failure: 'digits_lost' });
    },
  );
});

describe('invisible characters in a number', () => {
  const IGNORABLE = /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;
  const invisible = Array.from({ length: 0xe1000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    .filter((character) => IGNORABLE.test(character));

  it('are taken away, whichever they are', () => {
    const refused = invisible.filter((character) => {
      const reading = readAnywhere(`${character}+${character}91${character}98765${character}43210${character}`);
      return !(reading.ok && reading.value.number === '+919876543210');
    });

    expect(refused).toEqual([]);
    expect(invisible.length).toBeGreaterThan(4000);
  });

  it('never join a number with what stands behind them', () => {
    const joined = invisible.filter((character) => readAnywhere(`+62812345678${character}2`).ok);

    expect(joined).toEqual([]);
  });
});

describe('numbers of every country', () => {
  const mobiles = getCountries().flatMap((country) => getExampleNumber(country, examples) ?? []);

  it('are read in international form, in E.164 and after 00', () => {
    for (const mobile of mobiles) {
      const expected = { ok: true, value: { number: mobile.number, guessedCountry: false } };

      expect(readAnywhere(mobile.number)).toMatchObject(expected);
      expect(readAnywhere(mobile.formatInternational())).toMatchObject(expected);
      expect(readAnywhere(`00${mobile.number.slice(1)}`)).toMatchObject(expected);
    }
    expect(mobiles.length).toBeGreaterThan(200);
  });

  /** Their first group may as well number a line of a list, because the rest is a whole landline. */
  const ambiguous = ['SB', 'SO'];

  it('are read in national form at home, or refused where that form has two readings', () => {
    for (const mobile of mobiles) {
      const readAtHome = createReadNumber({ defaultCountry: mobile.country });

      expect(readAtHome(mobile.formatNational())).toMatchObject(
        ambiguous.includes(mobile.country ?? '')
          ? { ok: false, failure: { unsurePart: expect.any(String) } }
          : { ok: true, value: { number: mobile.number } },
      );
    }
  });

  it('read again from their international form are the same', () => {
    fc.assert(
      fc.property(fc.constantFrom(...mobiles), fc.nat(9999), (mobile, tail) => {
        const reading = readAnywhere(`${mobile.number.slice(0, -4)}${`${tail}`.padStart(4, '0')}`);

        if (reading.ok) expect(readAnywhere(reading.value.international)).toEqual(reading);
      }),
    );
  });

  it('never make the reader throw, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(fc.constantFrom(...'0123456789+() -'), fc.string({ unit: 'binary', maxLength: 1 })),
        }),
        (text) => {
          expect(readInIndia(text)).toHaveProperty('ok');
        },
      ),
    );
  });
});

describe('the default country', () => {
  it('is an ISO 3166 code in capitals', () => {
    const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
    const codes = letters.flatMap((first) => letters.map((second) => `${first}${second}`));

    expect(codes.filter(isCountryCode)).toEqual(getCountries().toSorted());
    expect(['in', 'XX', 'IND', '', '91', 'constructor'].filter(isCountryCode)).toEqual([]);
  });

  it('has to be known', () => {
    expect(() => createReadNumber({ defaultCountry: 'XX' })).toThrow(TypeError);
  });
});
