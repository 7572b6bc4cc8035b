import { BOT_SCENARIOS } from './scenarios/bot-scenarios.ts';
import { KALEYRA_SCENARIOS } from './scenarios/kaleyra-scenarios.ts';
import { PEOPLE_SCENARIOS } from './scenarios/people-scenarios.ts';
import { PLACE_SCENARIOS } from './scenarios/place-scenarios.ts';
import { REPORT_SCENARIOS } from './scenarios/report-scenarios.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { SLACK_SCENARIOS } from './scenarios/slack-scenarios.ts';

/** Every story that the page can perform; the browser tests perform them all. */
export const SCENARIOS: readonly Scenario[] = [
  ...KALEYRA_SCENARIOS,
  ...REPORT_SCENARIOS,
  ...SLACK_SCENARIOS,
  ...BOT_SCENARIOS,
  ...PLACE_SCENARIOS,
  ...PEOPLE_SCENARIOS,
];
