import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate } from '../../../src/core/template/fields/fields.ts';
import type { TemplateMessage } from '../../../src/core/template/message/message.ts';
import { sharedValuesWarning } from '../../../src/core/template/shared-values.ts';
import type { Template } from '../../../src/core/template/template.ts';
import { BOOKING, BOOKING_MESSAGE } from '../../support/sends.ts';
import { templateOf } from '../../support/slack.ts';
import { templateCase } from './generated-templates.ts';

/** A template of one value. */
function oneValue(label: string, change: { readonly name?: string; readonly example?: string } = {}): Template {
  const { name = '1', example } = change;
  return templateOf({ name: 't', body: { text: `Hi {{${name}}}`, parameters: [{ name, label, example }] } });
}

function messageWith(value: string, change: Partial<TemplateMessage> = {}): TemplateMessage {
  return { ...BOOKING_MESSAGE, template: 't', kind: 'text', parameters: [value], urlSuffixes: [], ...change };
}

function isTold(label: string, value: string, change: Parameters<typeof oneValue>[1] = {}): boolean {
  return sharedValuesWarning(oneValue(label, change), messageWith(value), 2) !== undefined;
}

describe('a message that gives several people one person’s words', () => {
  it('is told with each of them', () => {
    expect(sharedValuesWarning(BOOKING, BOOKING_MESSAGE, 2)).toBe(
      'All 2 people get the same words: Guest = Asha, Booking number = BK-77',
    );
    expect(sharedValuesWarning(oneValue('Customer’s first name'), messageWith('Asha'), 1_200)).toBe(
      'All 1,200 people get the same words: Customer’s first name = Asha',
    );
  });

  it('is told in one line, with a few of many and long ones cut', () => {
    const names = ['1', '2', '3', '4', '5', '6'];
    const parameters = names.map((name) => ({ name, label: `Name ${name}`, example: undefined }));
    const template = templateOf({
      name: 't',
      body: { text: names.map((name) => `{{${name}}}`).join(' '), parameters },
    });
    const values = names.map((name) => `${name} ${'x'.repeat(100)}`);

    const warning = sharedValuesWarning(template, messageWith('', { parameters: values }), 2) ?? '';

    expect(warning).toMatch(/Name 4 = 4 x+… and 2 more$/);
    expect(warning.length).toBeLessThan(400);
  });

  it.each([
    'Customer',
    'Guest’s name',
    'Full name',
    'Booking number',
    'Order ID',
    'Invoice number',
    'PNR',
    'OTP',
    'Your code',
    'Amount',
    'Amount due',
    'Refund',
    'ग्राहक का नाम',
    'ऑर्डर नंबर',
    'Nombre del cliente',
    'Número de pedido',
    'Nome do cliente',
    'Prénom',
    'Numéro de commande',
    'Kundenname',
    'Buchungsnummer',
    'Rechnungsbetrag',
    'Nome e cognome',
    'Voornaam',
    'Имя клиента',
    'Номер заказа',
    'اسم العميل',
    'رقم الطلب',
    'Nama pelanggan',
    'Müşteri adı',
    'Imię',
    '客户姓名',
    '订单号',
    'お客様名',
  ])('is told for a field called “%s”', (label) => {
    expect(isTold(label, 'whatever')).toBe(true);
  });

  it.each(['first_name', 'customerName', 'order_id', 'patient'])(
    'is told for a placeholder called %s whose field has a name of its own',
    (name) => {
      expect(isTold('To be filled in', 'whatever', { name })).toBe(true);
    },
  );

  it.each(['Asha', 'Ravi Kumar', 'BK-77', 'INV-2211', 'A-2041', '4471839', '₹ 18,450.00', '250 EUR', 'Rs. 500'])(
    'is told for a field without a name when its example, or what was typed, is like %s',
    (value) => {
      expect(isTold('Value 1', 'whatever', { example: value })).toBe(true);
      expect(isTold('Value 1', value)).toBe(true);
      expect(sharedValuesWarning(undefined, messageWith(value), 3)).toContain(`Value 1 = ${value}`);
    },
  );

  it('is told for an amount by its format, and for a code to copy that is no offer', () => {
    const amount = { ...oneValue('To pay'), fieldSettings: { '1': { format: { kind: 'amount' as const } } } };
    const coupon = { ...oneValue('Day'), buttons: [{ kind: 'copy_code' as const, label: 'Copy', example: undefined }] };
    const message = messageWith('Monday', { coupon: { code: 'X7K2', buttonIndex: 0 } });

    expect(sharedValuesWarning(amount, messageWith('12'), 2)).toContain('To pay = 12');
    expect(sharedValuesWarning(coupon, message, 2)).toContain('Code to copy = X7K2');
    expect(sharedValuesWarning({ ...coupon, category: 'MARKETING' }, message, 2)).toBeUndefined();
  });
});

describe('a message that is the same for everybody on purpose', () => {
  it.each([
    ['Service name', 'Checkout'],
    ['Service', 'payments-api'],
    ['Severity', 'SEV-2'],
    ['Company name', 'Acme Travel'],
    ['Name of the event', 'Monsoon sale'],
    ['Customer service', 'Acme'],
    ['Order status', 'out for delivery'],
    ['Booking date', '14 July'],
    ['Discount code', 'RAIN25'],
    ['Servicename', 'Zahlung'],
    ['Nombre del servicio', 'Pagos'],
    ['Nom de la ville', 'Lyon'],
    ['सेवा का नाम', 'भुगतान'],
    ['服务名称', '支付'],
    ['The notice', 'Your driver is on the way.'],
    ['What happened', 'out for delivery'],
    ['New time', '14:05'],
    ['Value 1', 'Your driver is on the way.'],
    ['Value 1', 'Monday'],
    ['Value 1', '10:30'],
    ['Value 1', '2026'],
    ['Customer', 'https://example.com/customers'],
  ])('is not told of: %s = %s', (label, value) => {
    expect(isTold(label, value)).toBe(false);
  });

  it('is not told of links, pictures and what systems get', () => {
    const template = templateOf({
      name: 't',
      header: { format: 'image', example: undefined },
      buttons: [
        { kind: 'url', label: 'Your order', url: 'https://example.com/{{1}}', example: 'BK-77' },
        { kind: 'quick_reply', label: 'Name' },
      ],
    });
    const media = { format: 'image', url: 'https://example.com/asha.png' } as const;
    const message = messageWith('', { parameters: [], urlSuffixes: ['BK-77'], media, payloads: ['ORDER-1'] });

    expect(sharedValuesWarning(template, message, 5)).toBeUndefined();
  });

  it('is not told of a choice out of a list', () => {
    const format = { kind: 'list' as const, values: ['Asha', 'Ben'] };

    expect(
      sharedValuesWarning({ ...oneValue('Name'), fieldSettings: { '1': { format } } }, messageWith('Asha'), 2),
    ).toBe(undefined);
  });

  it('is never told of to a single recipient', () => {
    fc.assert(
      fc.property(
        templateCase,
        fc.constantFrom('Customer', 'OTP', 'Amount', 'Value 1'),
        ({ template, values }, label) => {
          const parameters = template.body.parameters.map((parameter) => ({ ...parameter, label }));
          const message = fillTemplate(template, values);
          if (!message.ok) throw new Error('the case has values that do not fit');
          const told = (people: number) =>
            sharedValuesWarning({ ...template, body: { ...template.body, parameters } }, message.value, people);

          expect(told(1)).toBeUndefined();
          if (label === 'Customer' && parameters.length > 0) {
            const isLink = message.value.parameters.every((value) => /:\/\/|^www\./i.test(value));
            expect(told(2) === undefined).toBe(isLink);
          }
        },
      ),
    );
  });
});
