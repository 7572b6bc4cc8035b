import { z } from 'zod';
import { type PhoneNumber, parsePhoneNumber } from '../core/recipients/phone-number.ts';
import { isCountryCode } from '../numbering/country-codes.ts';

/** The pods whose hosts Kaleyra's documentation names. */
const PODS = [
  'api.in.kaleyra.io',
  'api.kaleyra.io',
  'api.ap.kaleyra.io',
  'api.eu.kaleyra.io',
  'api.na.kaleyra.ai',
  'api.na.kaleyra.io',
];

/** A sample's word alone, numbered, or said again until it is long enough; or a hint in the place of a value. */
const PLACEHOLDER =
  /^(?:(?:change[-_]?me|secret|password|todo|none|test|sample|example)[-_.\d]*)+$|^\.+$|your[-_ ]|<.*>|placeholder|x{5,}/i;
const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export interface Sender {
  readonly number: PhoneNumber;
  /** What people see when they choose between several senders. */
  readonly name: string | undefined;
}

/** A secret that is given and is not the placeholder of a sample. `pattern` is its documented shape. */
export function secret(pattern: RegExp, shape: string) {
  return required()
    .refine((value) => !PLACEHOLDER.test(value), 'still holds the placeholder of a sample: put the real one in')
    .refine((value) => PLACEHOLDER.test(value) || pattern.test(value), `has to look like ${shape}`);
}

export function required() {
  return z.string({ error: 'is missing' }).trim().min(1, 'is missing');
}

export function wholeNumber(min: number, max: number, standard: number) {
  const sentence = `has to be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, sentence)
    .transform(Number)
    .refine((value) => value >= min && value <= max, sentence)
    .default(standard);
}

/**
 * An https address to which more can be added, as browsers write it; plain http is taken for a loopback host only, because a token
 * travels on it.
 */
export function webAddress() {
  return z.string().transform((value, context) => {
    // A bare `?` or `#` is no query, and takes what is added behind it for one.
    const url = /[?#\s]/.test(value) ? null : URL.parse(value);
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
    if (url !== null && `${url.username}${url.password}` === '' && isSafe) return url.href;
    context.addIssue(
      'has to be an https:// address (http:// is taken for this machine only, such as http://127.0.0.1:3000)',
    );
    return z.NEVER;
  });
}

/** `api_domain` of the pod, or a loopback origin; gives the origin that requests are made to. */
export function kaleyraOrigin() {
  return z.string().transform((value, context) => {
    if (PODS.includes(value)) return `https://${value}`;
    const url = URL.parse(value);
    const isLoopbackOrigin =
      url !== null && LOOPBACK.test(url.hostname) && `${url.origin}` === value.replace(/\/$/, '');
    if (isLoopbackOrigin && url.protocol.startsWith('http')) return url.origin;
    context.addIssue(
      `has to be one of ${PODS.join(', ')}; http:// is taken for this machine only, such as http://127.0.0.1:4010`,
    );
    return z.NEVER;
  });
}

/** `919800000000=Support,919811111111`: numbers with or without plus, each with a name or not. */
export function senderList() {
  return required().transform((value, context) => {
    const senders = value.split(',').map(readSender);
    const whole = senders.filter((sender) => sender !== undefined);
    const numbers = new Set(whole.map((sender) => sender.number));
    if (whole.length === senders.length && numbers.size === senders.length) return whole;
    context.addIssue(
      'has to be numbers with their country code, each once, such as 919800000000 or 919800000000=Support',
    );
    return z.NEVER;
  });
}

function readSender(entry: string): Sender | undefined {
  const [number = '', ...name] = entry.split('=');
  const parsed = parsePhoneNumber(`+${number.trim().replace(/^\+/, '')}`);
  return parsed.ok ? { number: parsed.value, name: name.join('=').trim() || undefined } : undefined;
}

/** `+919811111111,919822222222`: numbers with or without plus. */
export function numberList() {
  return z.string().transform((value, context) => {
    const numbers = value.split(',').map((one) => parsePhoneNumber(`+${one.trim().replace(/^\+/, '')}`));
    const whole = numbers.flatMap((number) => (number.ok ? [number.value] : []));
    if (whole.length === numbers.length) return [...new Set(whole)];
    context.addIssue('has to be numbers with their country code, comma separated, such as 919811111111');
    return z.NEVER;
  });
}

/** `booking_confirm:en`: a template's name and its language. */
export function templateName() {
  return z.string().transform((value, context) => {
    const [, name, language] = /^\s*(\w+)\s*:\s*([A-Za-z]{2,3}(?:_[A-Za-z]+)?)\s*$/.exec(value) ?? [];
    if (name !== undefined && language !== undefined) return { name, language };
    context.addIssue('has to be a template’s name and language, such as login_code:en');
    return z.NEVER;
  });
}

/** `files.example.com,media.example.org`: host names alone. */
export function hostList() {
  return z
    .string()
    .transform((value) => value.split(',').map((host) => host.trim().toLowerCase()))
    .refine((hosts) => hosts.every((host) => HOST_NAME.test(host)), 'has to be host names, such as files.example.com');
}

export function channel() {
  return z
    .string()
    .regex(/^([CG][A-Z0-9]{2,}|#[\w-]{1,80})$/, 'has to be a channel, such as C0123ABCD or #whatsapp-audit');
}

/** One secret, or two while one is being rotated; new callback addresses hold the first. */
export function callbackSecrets() {
  const sentence =
    'has to be 32 or more letters, digits, - or _; two of them, comma separated, while it is being changed';
  return z.string().transform((value, context) => {
    const secrets = value.split(',').map((one) => one.trim());
    if (secrets.length <= 2 && secrets.every((one) => /^[\w-]{32,200}$/.test(one) && !PLACEHOLDER.test(one)))
      return secrets;
    context.addIssue(sentence);
    return z.NEVER;
  });
}

export function databaseUrl() {
  return z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'has to be file:PATH for SQLite, or postgres://… for PostgreSQL');
}

export function countryCode() {
  return z.string().refine(isCountryCode, 'has to be a country code of two letters, such as IN');
}
