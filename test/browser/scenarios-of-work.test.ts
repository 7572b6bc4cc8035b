import { SCENARIOS_OF_WORK, watchScenarios } from './watch-scenarios.ts';

watchScenarios(SCENARIOS_OF_WORK);
