import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';

const GOOD = {
  SLACK_BOT_TOKEN: 'xoxb-1234567890-abc',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  KALEYRA_SID: 'HXIN1783361374IN',
  KALEYRA_API_KEY: 'A1b2c3d4e5f6',
  KALEYRA_FROM: '919800000000=Support',
};

function refusal(environment: Record<string, string>): string {
  const read = readConfig(environment);
  if (read.ok) throw new Error('the configuration was taken');
  return read.failure;
}

describe('the configuration', () => {
  it('is read from the few variables that have no default', () => {
    const read = readConfig(GOOD);

    expect(read).toMatchObject({
      ok: true,
      value: {
        senders: [{ number: '+919800000000', name: 'Support' }],
        callback: undefined,
        values: { KALEYRA_API_DOMAIN: 'https://api.in.kaleyra.io', KALEYRA_TIMEOUT_MS: 15_000, PORT: 3000 },
      },
    });
  });

  it('names every wrong variable in one message', () => {
    const message = refusal({
      ...GOOD,
      KALEYRA_SID: '',
      KALEYRA_API_KEY: 'changeme',
      PORT: '-1',
      DEFAULT_COUNTRY: 'india',
    });

    expect(message.split('\n')[0]).toBe('Cannot start: 4 settings need fixing.');
    expect(message).toMatch(
      /KALEYRA_SID is missing[\s\S]*KALEYRA_API_KEY still holds[\s\S]*DEFAULT_COUNTRY[\s\S]*PORT/,
    );
  });

  it('has a mode, the numbers of the team, and a policy that has to exist only when it is named', () => {
    expect(readConfig(GOOD)).toMatchObject({
      value: {
        values: { MODE: 'live', TEAM_NUMBERS: [], MIRROR_OPTOUTS: false },
        policyFile: { path: 'policy.yml', isNamed: false },
      },
    });
    const given = {
      MODE: 'team',
      TEAM_NUMBERS: '+919811111111, 919822222222,919811111111',
      TEAM_CODE_TEMPLATE: 'login_code: en_GB',
      POLICY_FILE: 'rules.yml',
      INBOX_CHANNEL: 'C0INBOX',
      MIRROR_OPTOUTS: 'true',
    };
    expect(readConfig({ ...GOOD, ...given })).toMatchObject({
      value: {
        values: {
          MODE: 'team',
          TEAM_NUMBERS: ['+919811111111', '+919822222222'],
          TEAM_CODE_TEMPLATE: { name: 'login_code', language: 'en_GB' },
          MIRROR_OPTOUTS: true,
        },
        policyFile: { path: 'rules.yml', isNamed: true },
      },
    });
    expect(
      refusal({
        ...GOOD,
        MODE: 'test',
        TEAM_NUMBERS: '12',
        TEAM_CODE_TEMPLATE: 'code',
        INBOX_CHANNEL: 'inbox',
        MIRROR_OPTOUTS: 'yes',
      }),
    ).toMatch(
      /MODE has to be trial, team or live[\s\S]*TEAM_NUMBERS has to be numbers[\s\S]*TEAM_CODE_TEMPLATE has to be a template’s name[\s\S]*INBOX_CHANNEL has to be a channel[\s\S]*MIRROR_OPTOUTS has to be true or false/,
    );
  });

  it.each([
    ['KALEYRA_TIMEOUT_MS', 100, 60_000, 15_000],
    ['KALEYRA_RECIPIENTS_PER_REQUEST', 1, 100, 20],
    ['KALEYRA_MESSAGES_PER_SECOND', 1, 100_000, 40],
    ['KALEYRA_MAX_IN_FLIGHT', 1, 1_000, 256],
    ['LIST_MAX_ROWS', 1, 10_000, 2_000],
    ['PORT', 0, 65_535, 3_000],
  ])('takes for %s a whole number from %i to %i, and %i where it is not set', (name, least, most, standard) => {
    const read = (value: string) => readConfig({ ...GOOD, [name]: value });
    const problem = `${name} has to be a whole number from ${least} to ${most}`;

    expect(readConfig(GOOD)).toMatchObject({ value: { values: { [name]: standard } } });
    expect(read(String(least))).toMatchObject({ value: { values: { [name]: least } } });
    expect(read(String(most))).toMatchObject({ value: { values: { [name]: most } } });
    for (const value of [String(least - 1), String(most + 1), '1.5', '1e3', 'x']) {
      expect(refusal({ ...GOOD, [name]: value })).toContain(problem);
    }
  });

  it.each([
    ['MODE', ['trial', 'team', 'live']],
    ['LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']],
    ['KALEYRA_CALLBACK_TOKEN', ['query', 'ref', 'off']],
    ['MIRROR_OPTOUTS', ['true', 'false']],
  ] as const)('takes for %s each of its words, and no other', (name, words) => {
    for (const word of words) {
      const expected = name === 'MIRROR_OPTOUTS' ? word === 'true' : word;
      expect(readConfig({ ...GOOD, TEAM_NUMBERS: '919811111111', [name]: word })).toMatchObject({
        value: { values: { [name]: expected } },
      });
    }
    expect(refusal({ ...GOOD, [name]: 'perhaps' })).toContain(`${name} has to be`);
  });

  it('never shows a value', () => {
    const secrets = {
      SLACK_BOT_TOKEN: 'xoxp-s3cr3t-s3cr3t',
      KALEYRA_SID: '../s3cr3t',
      KALEYRA_FROM: 's3cr3t',
      PUBLIC_URL: 'ftp://s3cr3t',
    };

    expect(refusal({ ...GOOD, ...secrets })).not.toContain('s3cr3t');
  });

  it.each(['xoxb-your-token', 'changeme', '<token>', 'xoxb-xxxxxxxxxx'])(
    'refuses the placeholder %s',
    (placeholder) => {
      expect(refusal({ ...GOOD, SLACK_BOT_TOKEN: placeholder })).toContain(
        'SLACK_BOT_TOKEN still holds the placeholder',
      );
    },
  );

  it('accepts plain HTTP for a loopback host only', () => {
    expect(readConfig({ ...GOOD, KALEYRA_API_DOMAIN: 'http://127.0.0.1:4010' }).ok).toBe(true);
    expect(readConfig({ ...GOOD, SLACK_API_URL: 'http://localhost:4000/api/' }).ok).toBe(true);
    expect(refusal({ ...GOOD, KALEYRA_API_DOMAIN: 'http://10.0.0.5:4010' })).toContain('for this machine only');
    expect(refusal({ ...GOOD, KALEYRA_API_DOMAIN: 'https://kaleyra.example' })).toContain('KALEYRA_API_DOMAIN');
    expect(refusal({ ...GOOD, SLACK_API_URL: 'http://slack.example/api/' })).toContain('SLACK_API_URL');
  });

  it('knows every pod that Kaleyra names', () => {
    for (const pod of [
      'api.in.kaleyra.io',
      'api.kaleyra.io',
      'api.ap.kaleyra.io',
      'api.eu.kaleyra.io',
      'api.na.kaleyra.ai',
    ]) {
      expect(readConfig({ ...GOOD, KALEYRA_API_DOMAIN: pod })).toMatchObject({
        value: { values: { KALEYRA_API_DOMAIN: `https://${pod}` } },
      });
    }
  });

  it('takes only countries whose numbers it can read', () => {
    expect(readConfig({ ...GOOD, DEFAULT_COUNTRY: 'IN' }).ok).toBe(true);
    expect(refusal({ ...GOOD, DEFAULT_COUNTRY: 'AQ' })).toContain('DEFAULT_COUNTRY has to be');
  });

  it('needs a signing secret only without Socket Mode', () => {
    const { SLACK_SIGNING_SECRET: _, ...socket } = GOOD;

    expect(refusal(socket)).toContain('SLACK_SIGNING_SECRET is missing');
    expect(readConfig({ ...socket, SLACK_APP_TOKEN: 'xapp-1-A1-abcdef' }).ok).toBe(true);
  });

  it.each([
    'changemechangemechangemechangemechangeme',
    'change-me-change-me-change-me-change-me',
    'CHANGE_ME_CHANGE_ME_CHANGE_ME_CHANGE_ME',
    'changeme1changeme2changeme3changeme4',
    'secretsecretsecretsecretsecretsecret',
    'test-secret-test-secret-test-secret-1',
    'password_00000000000000000000000000000',
    'your-callback-secret-of-32-letters-or-more',
  ])('refuses a callback secret that is only a sample, said until it is long enough: %s', (sample) => {
    const url = { ...GOOD, PUBLIC_URL: 'https://bot.example/' };

    expect(refusal({ ...url, KALEYRA_CALLBACK_SECRET: sample })).toContain('KALEYRA_CALLBACK_SECRET has to be 32');
  });

  it('needs a callback secret with a public address, and takes two while one is rotated', () => {
    const url = { ...GOOD, PUBLIC_URL: 'https://bot.example/' };
    const [old, fresh] = ['a'.repeat(32), 'b'.repeat(40)];

    expect(refusal(url)).toContain('KALEYRA_CALLBACK_SECRET is missing');
    expect(refusal({ ...url, KALEYRA_CALLBACK_SECRET: 'short' })).toContain('32 or more');
    expect(readConfig({ ...url, KALEYRA_CALLBACK_SECRET: `${fresh}, ${old}` })).toMatchObject({
      value: { callback: { publicUrl: 'https://bot.example', secrets: [fresh, old], tokenRides: 'query' } },
    });
  });
});
