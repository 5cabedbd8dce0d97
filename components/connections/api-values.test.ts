import { describe, expect, it } from 'vitest';
import { connectionApiSchema } from '#server/lora-networks/contract.ts';
import { type ApiValues, inputOf, valuesOf } from './api-values.ts';

const id = 'c0000000-0000-4000-8000-000000000001';
const profile = 'a1a1a1a1-0000-4000-8000-000000000002';
const empty = valuesOf({ apiSettings: null } as never);
const plan = (name: string, more = {}) => ({ key: name, id: '', name, profile, geolocation: false, ...more });

const full: ApiValues = {
  ...empty,
  address: 'https://lora.example/',
  applicationId: 'a1a1a1a1-0000-4000-8000-000000000001',
  clientId: 'profile/user',
  deviceProfileId: 'LORA/GenericA',
  secret: 'key',
  plans: [plan('Standard')],
};

describe('the form of a network server’s API', () => {
  it.each([
    ['chirpstack', full],
    ['things-stack', { ...full, applicationId: 'harbour-sensors' }],
    ['thingpark', full],
  ] as const)(
    '%s: what is typed is what the contract takes, and what was saved is shown again',
    (provider, values) => {
      const parsed = connectionApiSchema.parse(inputOf(id, provider, values));
      expect(parsed).toMatchObject({
        provider,
        settings: { address: 'https://lora.example', plans: [{ id: 'standard' }] },
      });
      const shown = valuesOf({ apiSettings: parsed.settings } as never);
      expect(connectionApiSchema.parse(inputOf(id, provider, { ...shown, secret: 'key' }))).toEqual(parsed);
    },
  );

  it('a secret that is not typed is not sent: the one that is held stays', () => {
    expect(inputOf(id, 'chirpstack', { ...full, secret: ' ' })).not.toHaveProperty('secrets');
  });

  it('new plans get ids of their own, old ones keep theirs', () => {
    const plans = [plan('Mét Locatie!'), plan('met locatie'), plan('Standard', { id: 'old' }), plan('!!')];
    const { settings } = inputOf(id, 'chirpstack', { ...full, plans });
    expect(settings.plans.map((one) => one.id)).toEqual(['met-locatie', 'met-locatie-2', 'old', 'plan']);
    const twice = inputOf(id, 'chirpstack', { ...full, plans: [plan('A'), plan('a'), plan('A ')] });
    expect(twice.settings.plans.map((one) => one.id)).toEqual(['a', 'a-2', 'a-3']);
  });
});
