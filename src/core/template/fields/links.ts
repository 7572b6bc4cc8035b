import { formatCount } from '../../format.ts';
import { fillPlaceholders, type MediaFormat } from '../template.ts';
import { MAX_URL_LENGTH, offerOf } from './value-rules.ts';

/** What WhatsApp takes as a header; a link without a file name's ending is not judged here. */
const ENDINGS = {
  image: ['jpg', 'jpeg', 'png'],
  video: ['mp4', '3gp'],
  document: ['pdf'],
} as const satisfies Record<MediaFormat, readonly string[]>;

/**
 * Names that lead nowhere outside a network: reserved ones, those that routers, clusters and companies give, and services
 * whose names stand for the address that is written in them.
 *
 * @see https://www.iana.org/assignments/special-use-domain-names
 */
const PRIVATE_NAMES = [
  ...['localhost', 'local', 'test', 'example', 'invalid', 'onion', 'alt', 'internal', 'arpa'],
  ...['localdomain', 'intranet', 'intra', 'private', 'corp', 'home', 'homenet', 'lan', 'router', 'fritz.box'],
  ...['svc', 'cluster', 'consul', 'docker', 'kube'],
  ...['nip.io', 'sslip.io', 'xip.io', 'localtest.me', 'lvh.me', 'traefik.me', 'lacolhost.com'],
];
const PRIVATE_HOST = new RegExp(`(?:^|\\.)(?:${PRIVATE_NAMES.map((name) => name.replace('.', '\\.')).join('|')})$`);
const IP_LITERAL = /^\[|^\d+(?:\.\d+){3}$/;
const UNSAFE_CHARACTER = /[\s\\\p{Cc}\p{Cf}]/u;

/**
 * WhatsApp fetches the media, so its address has to be public and say https. The bot itself never fetches it.
 *
 * @returns one sentence, or undefined when `link` may be sent.
 */
export function mediaLinkProblem(label: string, link: string, format: MediaFormat): string | undefined {
  if (link.length > MAX_URL_LENGTH) return tooLong(`"${label}"`, link.length);
  if (/^http:\/\//i.test(link)) return `WhatsApp fetches media over https only. Give a link that starts with https://.`;
  const url = /^https:\/\/[^/]/i.test(link) ? parsed(link) : undefined;
  if (url === undefined)
    return `"${label}" has to be a whole link, like https://example.com/file.${ENDINGS[format][0]}.`;
  if (UNSAFE_CHARACTER.test(link)) return unsafe(`"${label}"`, link);
  return hostProblem(url) ?? endingProblem(url, format);
}

function hostProblem(url: URL): string | undefined {
  if (url.username !== '' || url.password !== '') {
    return 'Take the user name and the password out of the link: WhatsApp cannot sign in.';
  }
  if (url.port !== '') return `Take ":${url.port}" out of the link: WhatsApp fetches media from the usual port only.`;
  const host = url.hostname.replace(/\.+$/, '');
  if (IP_LITERAL.test(host))
    return `Use a name instead of the address ${host}: WhatsApp fetches media from named hosts only.`;
  if (!host.includes('.') || host.includes('..') || PRIVATE_HOST.test(host)) {
    return `WhatsApp cannot reach "${host}" from outside your network. Use a public link.`;
  }
  return undefined;
}

function endingProblem({ pathname }: URL, format: MediaFormat): string | undefined {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(pathname)?.[1]?.toLowerCase();
  const taken: readonly string[] = ENDINGS[format];
  if (ending === undefined || taken.includes(ending)) return undefined;
  return `This template shows a${format === 'image' ? 'n' : ''} ${format} and the link ends in .${ending}. WhatsApp takes ${either(taken)}.`;
}

function either(endings: readonly string[]): string {
  return endings.map((ending) => `.${ending}`).join(' or ');
}

/**
 * @param url the button's address with its placeholder.
 * @returns one sentence, or undefined when `suffix` may follow `stem`.
 */
export function suffixProblem(url: string, stem: string, suffix: string): string | undefined {
  if (UNSAFE_CHARACTER.test(suffix)) return unsafe('This part of the link', suffix);
  const following = stem === '' ? undefined : followingOf(stem, suffix);
  if (following !== undefined && following !== '') {
    return `The link already starts with ${stem}. Write only what follows: ${following}`;
  }
  if (following === '' || (stem !== '' && (/^https?:/i.test(suffix) || isOfHost(stem, suffix)))) {
    return `The link starts with ${stem} in this template. Write only what follows it.`;
  }
  const sent = suffixAfter(stem, suffix);
  if (/^https?:\/\/[^/?#]+$/i.test(stem) && !/^[/?#]/.test(sent)) {
    return `Begin with a slash: without one the link would lead to another site, ${stem}${sent}`;
  }
  const whole = fillPlaceholders(url, () => sent);
  if (whole.length > MAX_URL_LENGTH) return tooLong('The whole link', whole.length);
  return undefined;
}

/**
 * What is sent for the end of a link: where the part before it ends with a slash, no second one follows. Slashes alone stay,
 * because WhatsApp takes no empty end.
 */
export function suffixAfter(stem: string, typed: string): string {
  const rest = stem.endsWith('/') ? typed.replace(/^\/+/, '') : typed;
  return rest === '' ? typed : rest;
}

/** What stands behind `stem` in a whole link, whatever its scheme, its `www.` and the case of its host. */
function followingOf(stem: string, link: string): string | undefined {
  const [start, whole] = [linkParts(stem), linkParts(link)];
  if (start === undefined || whole === undefined || whole.host !== start.host) return undefined;
  if (whole.rest === start.rest.replace(/\/$/, '')) return '';
  return whole.rest.startsWith(start.rest) ? suffixAfter(stem, whole.rest.slice(start.rest.length)) : undefined;
}

/** Behind a question mark another link of the same host may be what is meant. */
function isOfHost(stem: string, link: string): boolean {
  const host = /[?#]/.test(stem) ? undefined : linkParts(stem)?.host;
  return host !== undefined && linkParts(link)?.host === host;
}

/** Undefined for what begins with no name of a host. */
function linkParts(link: string): { readonly host: string; readonly rest: string } | undefined {
  const [, name, rest = ''] = /^(?:https?:)?(?:\/\/)?([^/?#:@]+\.[^/?#:@.]+)\.?((?:[/?#].*)?)$/is.exec(link) ?? [];
  const host = name === undefined ? undefined : parsed(`https://${name}/`)?.hostname;
  return host === undefined ? undefined : { host: host.replace(/^www\./, ''), rest };
}

function unsafe(subject: string, text: string): string {
  const clean = text
    .trim()
    .replaceAll('\\', '/')
    .replace(/ +/g, '%20')
    .replace(/[\s\p{Cc}\p{Cf}]/gu, '');
  const offer = offerOf(clean);
  const advice = offer === undefined ? 'Take it out.' : `Use${offer}`;
  return `${subject} has a space, a backslash or an invisible character, and links cannot. ${advice}`;
}

function tooLong(subject: string, length: number): string {
  return `${subject} has ${formatCount(length)} characters and WhatsApp takes ${formatCount(MAX_URL_LENGTH)}. Use a shorter link.`;
}

function parsed(link: string): URL | undefined {
  return URL.parse(link) ?? undefined;
}
