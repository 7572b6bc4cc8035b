import type { CodeMeaning, CodeTable } from '../../core/explanations/code-meaning.ts';

const SAFE_LATER = 'Nothing left, so it is safe to send again in a few minutes.';

/** Errors of the network before one byte of the request left, and what our own encoder refused. */
export const CONNECTION_CODES = {
  ECONNREFUSED: {
    meaning: 'Kaleyra’s server took no connection',
    step: SAFE_LATER,
    fixableBy: 'kaleyra',
    again: 'safe',
  },
  ECONNRESET: {
    meaning: 'the connection broke before anything left',
    step: SAFE_LATER,
    fixableBy: 'nobody',
    again: 'safe',
  },
  EHOSTUNREACH: {
    meaning: 'there is no way from here to Kaleyra’s server',
    step: 'Your admin has to check the network; nothing left, so it is safe to send again.',
    fixableBy: 'admin',
    again: 'safe',
  },
  ENETUNREACH: {
    meaning: 'the bot has no network',
    step: 'Your admin has to check the network; nothing left, so it is safe to send again.',
    fixableBy: 'admin',
    again: 'safe',
  },
  ENOTFOUND: {
    meaning: 'Kaleyra’s address does not exist',
    step: 'Your admin has to check KALEYRA_API_DOMAIN and the name server.',
    fixableBy: 'admin',
    again: 'after_fix',
  },
  EAI_AGAIN: {
    meaning: 'Kaleyra’s address could not be looked up right now',
    step: SAFE_LATER,
    fixableBy: 'admin',
    again: 'safe',
  },
  ETIMEDOUT: {
    meaning: 'Kaleyra’s server did not take the connection in time',
    step: SAFE_LATER,
    fixableBy: 'kaleyra',
    again: 'safe',
  },
  UND_ERR_CONNECT_TIMEOUT: {
    meaning: 'Kaleyra’s server did not take the connection in time',
    step: SAFE_LATER,
    fixableBy: 'kaleyra',
    again: 'safe',
  },
  TIMEOUT: {
    meaning: 'Kaleyra’s server did not take the connection in time',
    step: SAFE_LATER,
    fixableBy: 'kaleyra',
    again: 'safe',
  },
  UND_ERR_SOCKET: {
    meaning: 'the connection broke before anything left',
    step: SAFE_LATER,
    fixableBy: 'nobody',
    again: 'safe',
  },
  NOT_ENCODABLE: {
    meaning: 'one of the values cannot be written in Kaleyra’s request',
    step: 'Change it and send again.',
    fixableBy: 'you',
    again: 'after_fix',
  },
} as const satisfies CodeTable;

/** OpenSSL's and Node's names for a server that could not prove who it is; a person has to fix it. */
export const CERTIFICATE_CODES =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO$|INVALID_CA$)/;

/** What all of {@link CERTIFICATE_CODES} mean. */
export const CERTIFICATE_CODE: CodeMeaning = {
  meaning: 'the server at Kaleyra’s address could not prove that it is Kaleyra',
  step: 'Your admin has to check KALEYRA_API_DOMAIN, the proxy and the clock before anything is sent.',
  fixableBy: 'admin',
  again: 'after_fix',
  stopsAccount: 'until_probed',
};
