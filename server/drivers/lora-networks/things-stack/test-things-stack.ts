import { z } from 'zod';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import type { NetworkFailure, TestStep } from '../contract.ts';
import { connectionFault } from '../failures.ts';
import { ask, type Config, faultOf } from './ask-things-stack.ts';

/** What registering needs of the key. `RIGHT_APPLICATION_ALL` holds them all. */
const NEEDED = [
  'RIGHT_APPLICATION_DEVICES_READ',
  'RIGHT_APPLICATION_DEVICES_WRITE',
  'RIGHT_APPLICATION_DEVICES_READ_KEYS',
  'RIGHT_APPLICATION_DEVICES_WRITE_KEYS',
];

const rightsSchema = z.object({ rights: z.array(z.string()).default([]) });
const plansSchema = z.object({ frequency_plans: z.array(z.object({ id: z.string() })).default([]) });

/** Is it The Things Stack, is the key one of this application with the rights, are the frequency plans there. */
export async function testThingsStack(config: Config, http: OutgoingHttp): Promise<TestStep[]> {
  const { applicationId } = config.settings;
  const answer = await ask(config, http, 'GET', `/applications/${applicationId}/rights`);
  if (answer.kind !== 'answer') return stepsBefore(applicationId, faultOf(answer));
  const rights = rightsSchema.safeParse(answer.body);
  if (!rights.success) return [{ step: 'address', failure: connectionFault('not-an-api', '') }];
  const held = new Set(rights.data.rights);
  const missing = held.has('RIGHT_APPLICATION_ALL') ? [] : NEEDED.filter((right) => !held.has(right));
  const steps: TestStep[] = [
    { step: 'address' },
    { step: 'key' },
    { step: 'application', subject: applicationId },
    missing.length > 0
      ? { step: 'rights', failure: connectionFault('rights-missing', missing.join(', ')) }
      : { step: 'rights' },
  ];
  return [...steps, ...(await planSteps(config, http))];
}

/** An application without any right of the key is answered like one that is not there. */
function stepsBefore(applicationId: string, failure: NetworkFailure): TestStep[] {
  const at = {
    'lora-network.key-refused': 1,
    'lora-network.forbidden': 2,
    'lora-network.application-unknown': 2,
  };
  const passed = at[failure.code as keyof typeof at] ?? 0;
  const order: TestStep[] = [
    { step: 'address' },
    { step: 'key' },
    { step: 'application', subject: applicationId },
  ];
  return order.slice(0, passed + 1).map((step, index) => (index === passed ? { ...step, failure } : step));
}

async function planSteps(config: Config, http: OutgoingHttp): Promise<TestStep[]> {
  const answer = await ask(config, http, 'GET', '/configuration/frequency-plans', { registry: 'ns' });
  if (answer.kind !== 'answer') return [{ step: 'plan', failure: faultOf(answer) }];
  const offered = plansSchema.safeParse(answer.body);
  const ids = new Set(offered.success ? offered.data.frequency_plans.map(({ id }) => id) : []);
  return config.settings.plans.map(({ name, profile }) =>
    ids.has(profile)
      ? { step: 'plan', subject: name }
      : { step: 'plan', subject: name, failure: connectionFault('profile-unknown', profile) },
  );
}
