import type { ConnectionApi, ConnectionInside, Provider } from '#server/lora-networks/contract.ts';

/** A plan on the form; without an id it is new. */
export interface PlanValues {
  /** Tells it from the others on the form. */
  key: string;
  id: string;
  name: string;
  profile: string;
  geolocation: boolean;
}

/** Everything that any provider's form holds, as typed. */
export interface ApiValues {
  address: string;
  identityAddress: string;
  applicationId: string;
  lorawanVersion: string;
  clientId: string;
  deviceProfileId: string;
  routingProfileId: string;
  secret: string;
  plans: PlanValues[];
}

export type ApiProvider = Exclude<Provider, 'simulated' | 'digital-matter'>;

const FIRST_PLAN: PlanValues = { key: 'first', id: '', name: 'Standard', profile: '', geolocation: false };

export function valuesOf({ apiSettings }: Pick<ConnectionInside, 'apiSettings'>): ApiValues {
  const held = (apiSettings ?? {}) as Partial<Omit<ApiValues, 'plans'>> & { plans?: PlanValues[] };
  return {
    address: held.address ?? '',
    identityAddress: held.identityAddress ?? '',
    applicationId: held.applicationId ?? '',
    lorawanVersion: held.lorawanVersion ?? '1.0.3',
    clientId: held.clientId ?? '',
    deviceProfileId: held.deviceProfileId ?? '',
    routingProfileId: held.routingProfileId ?? '',
    secret: '',
    plans: held.plans?.map((plan) => ({ ...plan, key: plan.id })) ?? [FIRST_PLAN],
  };
}

/** As the contract takes it; what is wrong in it is the contract's to say. */
export function inputOf(id: string, provider: ApiProvider, values: ApiValues): ConnectionApi {
  const { address, identityAddress, applicationId, secret } = values;
  const plans = plansOf(values.plans);
  const given = (name: string) => (secret.trim() ? { secrets: { [name]: secret } } : {});
  const input = {
    chirpstack: { settings: { address, applicationId, plans }, ...given('apiKey') },
    'things-stack': {
      settings: {
        address,
        applicationId,
        lorawanVersion: values.lorawanVersion,
        plans,
        ...(identityAddress.trim() ? { identityAddress } : {}),
      },
      ...given('apiKey'),
    },
    thingpark: {
      settings: {
        address,
        clientId: values.clientId,
        deviceProfileId: values.deviceProfileId,
        plans,
        ...(values.routingProfileId.trim() ? { routingProfileId: values.routingProfileId } : {}),
      },
      ...given('clientSecret'),
    },
  }[provider];
  return { id, provider, ...input } as ConnectionApi;
}

/** A new plan is called after its name; ids that stand already never change. */
function plansOf(plans: PlanValues[]) {
  const taken = new Set(plans.map(({ id }) => id).filter(Boolean));
  return plans.map(({ id, name, profile, geolocation }) => {
    const own = id || freeId(slugOf(name), taken);
    taken.add(own);
    return { id: own, name: name.trim(), profile: profile.trim(), geolocation };
  });
}

function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return (
    plain
      .replace(/^-+|-+$/g, '')
      .slice(0, 36)
      .replace(/-+$/, '') || 'plan'
  );
}

function freeId(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  for (let number = 2; ; number++) if (!taken.has(`${slug}-${number}`)) return `${slug}-${number}`;
}
