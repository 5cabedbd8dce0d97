import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import type { TestStep } from '../contract.ts';
import { connectionFault } from '../failures.ts';
import { ask, type Config, faultOf, isAbsent } from './ask-chirpstack.ts';

/** Is it ChirpStack, is the key accepted, may it see the application, are the device profiles there. */
export async function testChirpstack(config: Config, http: OutgoingHttp): Promise<TestStep[]> {
  const { applicationId, plans } = config.settings;
  const answer = await ask('getApplication', { id: applicationId }, config, http);
  if (answer.kind !== 'answer') {
    if (isAbsent(answer)) {
      const failure = connectionFault('application-unknown', '');
      return [{ step: 'address' }, { step: 'key' }, { step: 'application', subject: applicationId, failure }];
    }
    const failure = faultOf(answer);
    if (failure.code === 'lora-network.key-refused') return [{ step: 'address' }, { step: 'key', failure }];
    return [{ step: 'address', failure }];
  }
  const { name } = answer.message.application as { name: string };
  const steps: TestStep[] = [{ step: 'address' }, { step: 'key' }, { step: 'application', subject: name }];
  for (const plan of plans) {
    const profile = await ask('getDeviceProfile', { id: plan.profile }, config, http);
    const subject = plan.name;
    if (profile.kind === 'answer') steps.push({ step: 'plan', subject });
    else if (isAbsent(profile))
      steps.push({ step: 'plan', subject, failure: connectionFault('profile-unknown', plan.profile) });
    else steps.push({ step: 'plan', subject, failure: faultOf(profile) });
  }
  return steps;
}
