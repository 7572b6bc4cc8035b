import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { AppIdentity } from '../app-identity.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { eventCallback } from '../payloads/event-callback.ts';
import type { Arguments, Method } from '../web-api/method.ts';
import { need, SlackError } from '../web-api/slack-error.ts';

/** One run of a step that the bot offers to Workflow Builder. */
interface Execution {
  readonly id: string;
  readonly state: 'running' | 'succeeded' | 'failed';
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly error: string | undefined;
}

export interface WorkflowSteps {
  readonly methods: Readonly<Record<string, Method>>;
  /** Runs a step as a workflow does. @returns its execution ID */
  run(callbackId: string, inputs: Readonly<Record<string, unknown>>): Promise<string>;
  execution(id: string): Execution | undefined;
}

const Outputs = z.record(z.string(), z.unknown());

export function createWorkflowSteps(app: AppIdentity, dispatcher: Dispatcher): WorkflowSteps {
  const executions = new Map<string, Execution>();

  function running(args: Arguments): Execution {
    const execution = need(executions.get(args.text('function_execution_id') ?? ''), 'function_execution_not_found');
    if (execution.state !== 'running') throw new SlackError('execution_not_in_running_state');
    return execution;
  }

  return {
    execution: (id) => executions.get(id),
    methods: {
      'functions.completeSuccess'(args) {
        const execution = running(args);
        const outputs = Outputs.safeParse(args.json('outputs', 'parameter_validation_failed'));
        if (!outputs.success) throw new SlackError('parameter_validation_failed');
        executions.set(execution.id, { ...execution, state: 'succeeded', outputs: outputs.data });
        return {};
      },
      'functions.completeError'(args) {
        const execution = running(args);
        const error = need(args.text('error'), 'invalid_arguments');
        executions.set(execution.id, { ...execution, state: 'failed', error });
        return {};
      },
    },
    async run(callbackId, inputs) {
      const id = `Fx${randomBytes(5).toString('hex').toUpperCase()}`;
      executions.set(id, { id, state: 'running', outputs: {}, error: undefined });
      await dispatcher.sendEvent(
        eventCallback(app, {
          type: 'function_executed',
          function: { id: `Fn${callbackId}`, callback_id: callbackId, type: 'app', app_id: app.appId },
          function_execution_id: id,
          inputs,
          workflow_execution_id: `Wx${id.slice(2)}`,
          bot_access_token: app.botToken,
        }),
      );
      return id;
    },
  };
}
