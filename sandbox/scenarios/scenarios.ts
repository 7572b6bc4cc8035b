import { BOT_SCENARIOS } from './bot-scenarios.ts';
import { KALEYRA_SCENARIOS } from './kaleyra-scenarios.ts';
import { LIST_SCENARIOS } from './list-scenarios.ts';
import { MODE_SCENARIOS } from './mode-scenarios.ts';
import { PEOPLE_SCENARIOS } from './people-scenarios.ts';
import { PLACE_SCENARIOS } from './place-scenarios.ts';
import { REPLY_SCENARIOS } from './reply-scenarios.ts';
import { REPORT_SCENARIOS } from './report-scenarios.ts';
import { RULE_SCENARIOS } from './rule-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { SLACK_SCENARIOS } from './slack-scenarios.ts';

/** Every story that the page can perform; the browser tests perform them all. */
export const SCENARIOS: readonly Scenario[] = [
  ...KALEYRA_SCENARIOS,
  ...LIST_SCENARIOS,
  ...RULE_SCENARIOS,
  ...MODE_SCENARIOS,
  ...REPLY_SCENARIOS,
  ...REPORT_SCENARIOS,
  ...SLACK_SCENARIOS,
  ...BOT_SCENARIOS,
  ...PLACE_SCENARIOS,
  ...PEOPLE_SCENARIOS,
];
