import { z } from 'zod';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import type { TestStep } from '../contract.ts';
import { connectionFault } from '../failures.ts';
import { ask, type Config, faultOf, tokenOf } from './ask-thingpark.ts';

const profilesSchema = z.array(z.object({ id: z.string() }));

/** Is there a token for us, and are the profiles and connectivity plans that we name there. */
export async function testThingpark(config: Config, http: OutgoingHttp): Promise<TestStep[]> {
  const token = await tokenOf(config, http);
  if ('failure' in token) {
    const { failure } = token;
    if (failure.code !== 'lora-network.key-refused') return [{ step: 'address', failure }];
    return [{ step: 'address' }, { step: 'key', failure }];
  }
  const { deviceProfileId, routingProfileId, plans } = config.settings;
  const steps: TestStep[] = [{ step: 'address' }, { step: 'key' }];
  steps.push(
    ...(await known('/deviceProfiles', [{ id: deviceProfileId, name: deviceProfileId }], 'application')),
  );
  if (routingProfileId)
    steps.push(
      ...(await known('/routingProfiles', [{ id: routingProfileId, name: routingProfileId }], 'application')),
    );
  const wanted = plans.map(({ name, profile }) => ({ id: profile, name }));
  return [...steps, ...(await known('/connectivityPlans', wanted, 'plan'))];

  async function known(
    path: string,
    names: { id: string; name: string }[],
    step: 'application' | 'plan',
  ): Promise<TestStep[]> {
    const answer = await ask(config, http, 'GET', path);
    if (answer.kind !== 'answer') return [{ step, failure: faultOf(answer) }];
    const offered = profilesSchema.safeParse(answer.body);
    if (!offered.success) return [{ step, failure: connectionFault('not-an-api', path) }];
    const ids = new Set(offered.data.map(({ id }) => id));
    return names.map(({ id, name }) =>
      ids.has(id)
        ? { step, subject: name }
        : { step, subject: name, failure: connectionFault('profile-unknown', id) },
    );
  }
}
