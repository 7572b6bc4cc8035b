import { type Config, readConfig } from '../../src/config/config.ts';

/** The configuration with what it needs, and with this. */
export function configOf(change: Readonly<Record<string, string>> = {}): Config {
  const config = readConfig({
    SLACK_BOT_TOKEN: 'xoxb-1234567890-abc',
    SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
    KALEYRA_SID: 'HXIN1783361374IN',
    KALEYRA_API_KEY: 'A1b2c3d4e5f6',
    KALEYRA_FROM: '919800000000',
    ...change,
  });
  if (!config.ok) throw new Error(config.failure);
  return config.value;
}
