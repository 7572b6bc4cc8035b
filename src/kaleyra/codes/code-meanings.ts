import type { CodeMeaning, CodeTable } from '../../core/explanations/code-meaning.ts';
import { CERTIFICATE_CODE, CERTIFICATE_CODES, CONNECTION_CODES } from '../wire/connection-codes.ts';
import { HTTP_CODES, OTHER_REFUSAL_CODE, REDIRECT_CODE, SERVER_FAULT_CODE } from './http-codes.ts';
import { KALEYRA_CODES, VERIFY_CODE } from './kaleyra-codes.ts';
import { META_ACCOUNT_CODES, PERMISSION_CODE } from './meta-account-codes.ts';
import { META_MESSAGE_CODES } from './meta-message-codes.ts';
import { META_TEMPLATE_CODES } from './meta-template-codes.ts';

interface CodeFamily {
  readonly pattern: RegExp;
  /** The family's name in the documentation. */
  readonly title: string;
  readonly meaning: CodeMeaning;
}

/** Single codes, grouped as the documentation shows them. */
export const CODE_GROUPS: readonly { readonly title: string; readonly codes: CodeTable }[] = [
  { title: 'Kaleyra', codes: KALEYRA_CODES },
  { title: 'WhatsApp: the message and its recipient', codes: META_MESSAGE_CODES },
  { title: 'WhatsApp: the template', codes: META_TEMPLATE_CODES },
  { title: 'WhatsApp: the account', codes: META_ACCOUNT_CODES },
  { title: 'Responses without a code', codes: HTTP_CODES },
  { title: 'The connection to Kaleyra', codes: CONNECTION_CODES },
];

export const CODE_FAMILIES: readonly CodeFamily[] = [
  { pattern: /^E[689]\d\d$/, title: 'E600, E800–E805, E900 and on', meaning: VERIFY_CODE },
  { pattern: /^2\d\d$/, title: '200–299', meaning: PERMISSION_CODE },
  { pattern: /^HTTP_3\d\d$/, title: 'HTTP_300–HTTP_399', meaning: REDIRECT_CODE },
  { pattern: /^HTTP_5\d\d$/, title: 'HTTP_500–HTTP_599', meaning: SERVER_FAULT_CODE },
  { pattern: /^HTTP_\d+$/, title: 'any other HTTP_…', meaning: OTHER_REFUSAL_CODE },
  {
    pattern: CERTIFICATE_CODES,
    title: 'DEPTH_ZERO_SELF_SIGNED_CERT, CERT_HAS_EXPIRED, ERR_TLS_CERT_ALTNAME_INVALID and similar',
    meaning: CERTIFICATE_CODE,
  },
];

/** Codes of WhatsApp's old On-Premises API that may still arrive, by what they are called today. */
export const OLD_CODES: Readonly<Record<string, string>> = {
  402: '131042',
  408: '410',
  429: '130429',
  430: '131045',
  432: '131045',
  433: '131045',
  470: '131047',
  471: '131048',
  472: '130472',
  500: '131000',
  501: '131051',
  1005: '131005',
  1008: '131008',
  1009: '131009',
  1011: '131016',
  1013: '131026',
  1014: '131000',
  1015: '130429',
  1016: '131016',
  1021: '131021',
  1026: '131026',
  1031: '131031',
  2000: '132000',
  2001: '132001',
  2003: '132001',
  2004: '132005',
  2005: '132005',
  2006: '132018',
  2007: '132007',
  2012: '132012',
};

const BY_CODE: ReadonlyMap<string, CodeMeaning> = new Map(CODE_GROUPS.flatMap(({ codes }) => Object.entries(codes)));

/** @param code as it was given, in any case; undefined for one that no list has. */
export function meaningOf(code: string): CodeMeaning | undefined {
  const asked = code.trim().toUpperCase();
  // A gateway's JSON has the bare status as its code.
  const known = BY_CODE.get(OLD_CODES[asked] ?? asked) ?? BY_CODE.get(`HTTP_${asked}`);
  return known ?? CODE_FAMILIES.find(({ pattern }) => pattern.test(asked))?.meaning;
}
