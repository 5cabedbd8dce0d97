import { randomBytes, randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { acceptAt, behindAtMost, historyClock, tellHistory } from '#db/seed/history.ts';
import type { Actor } from '#server/access/actor.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { createCustomer } from '#server/customers/create-customer.ts';
import { createDecoder } from '#server/decoders/create-decoder.ts';
import { suspendScriptSystem } from '#server/decoders/suspend-decoder.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import { toggleDecoder } from '#server/flows/toggle-decoder.ts';
import type { Provider } from '#server/lora-networks/contract.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { Registrar } from '#server/lora-registrations/registrar.ts';
import type { BehaviourName, ModelName } from '#server/lora-simulator/contract.ts';
import { derivedKey, type NewDevice, newDevice } from '#server/lora-simulator/new-device.ts';
import { SITES } from '#server/lora-simulator/sites.ts';
import type { LivingDevice } from '#server/lora-simulator/wake.ts';
import type { SimulatedConnection } from '#server/lora-simulator/webhook-request.ts';
import type { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { sendByDriver } from '#server/pipeline/deliver/send.ts';
import { loopbackHttp } from '#server/pipeline/pipeline.fixture.ts';
import { Pipeline } from '#server/pipeline/pipeline.ts';
import { addDestination } from '#server/pipeline/scene.fixture.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-http.ts';
import { createProject } from '#server/projects/create-project.ts';
import { deviceUrn } from '#server/protocols/senml/device-urn.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { createSandbox, type Sandbox } from '#server/sandbox/sandbox.ts';
import { publishVersion } from '#server/scripts/publish-version.ts';

/** A customer whose devices fall ill on demand: everything it has is made by the product's own use cases. */

const HOUR_MS = 3_600_000;
/** A receiver that hangs is waited for so long. */
const PATIENCE_MS = 1_500;
const JOIN_EUI = '0059AC00000FFFFF';

export interface LoraWish {
  behaviour?: BehaviourName;
  provider?: Exclude<Provider, 'simulated'>;
  model?: ModelName;
  intervalMinutes?: number;
  /** In service for so long. */
  hours?: number;
  /** Of its own: nothing else comes through it. */
  connection?: SimulatedConnection;
  flowIds?: string[];
  /** As it was typed into the portal. */
  typedDevEui?: (devEui: string) => string;
  /** Where it stands; without: in the harbour, heard by several gateways. */
  at?: Pick<NewDevice, 'site' | 'place'> & { gateways: number };
  /** In the portal only: it never sends. */
  off?: boolean;
}

export interface Patient {
  id: string;
  devEui: string;
  /** null: it sends nothing. */
  living: LivingDevice | null;
}

export interface InternetPatient {
  id: string;
  urn: string;
  secret: string;
}

export class Clinic {
  readonly sql: postgres.Sql;
  readonly actor: Actor;
  readonly now: Date;
  readonly http = impatient(loopbackHttp());
  readonly living: LivingDevice[];
  readonly #ids: Ids;
  readonly #parent: Clinic | null;
  readonly #wards: Clinic[] = [];
  #sandbox: Sandbox | null = null;
  readonly #connections = new Map<Provider, SimulatedConnection>();
  /** Flows whose data is delivered, and where to, from the hour on in which destinations are linked. */
  readonly #deliveries: { flowId: string; url: string }[] = [];
  #pipeline: Pipeline | null = null;
  #made = 0;

  private constructor(sql: postgres.Sql, ids: Ids, now: Date, parent: Clinic | null = null) {
    this.sql = sql;
    this.#ids = ids;
    this.now = now;
    this.actor = systemActor(ids.customerId);
    this.#parent = parent;
    this.living = parent?.living ?? [];
  }

  static async open(sql: postgres.Sql, now: Date): Promise<Clinic> {
    const owner = await newCustomer();
    const [lora, generic, cellular, raw, senml] = Array.from({ length: 5 }, () => randomUUID()) as Five;
    await sql`insert into device_types (id, customer_id, slug, name, category, "group", networks, lora_keys, battery_chemistry)
      values (${lora}, ${PLATFORM_CUSTOMER_ID}, 'ill-lora', 'LoRa device', 'own', 'Sensors', '{lora}', 'preset', 'Li-SOCl2'),
             (${generic}, ${PLATFORM_CUSTOMER_ID}, 'ill-generic', 'Internet device', 'own', 'Sensors', '{generic}', null, null),
             (${cellular}, ${PLATFORM_CUSTOMER_ID}, 'ill-cellular', 'M2M device', 'own', 'Sensors', '{cellular}', null, null)`;
    await sql`insert into decoders (id, customer_id, kind, built_in, name)
      values (${raw}, ${PLATFORM_CUSTOMER_ID}, 'built-in', 'raw-lora-v2', 'Raw'), (${senml}, ${PLATFORM_CUSTOMER_ID}, 'built-in', 'thingsml-json-v2', 'SenML')`;
    for (const [type, decoder] of [
      [lora, raw],
      [generic, senml],
      [cellular, senml],
    ])
      await sql`insert into device_type_decoders values (${PLATFORM_CUSTOMER_ID}, ${PLATFORM_CUSTOMER_ID}, ${type as string}, ${PLATFORM_CUSTOMER_ID}, ${decoder as string})`;
    return new Clinic(sql, { ...owner, types: { lora, generic, cellular }, raw, senml }, now);
  }

  /** A customer of its own, for faults that others of the same customer would be asked about too. */
  async ward(): Promise<Clinic> {
    const ward = new Clinic(this.sql, { ...this.#ids, ...(await newCustomer()) }, this.now, this);
    this.#wards.push(ward);
    return ward;
  }

  get customerId(): string {
    return this.#ids.customerId;
  }

  /** A flow that reads raw LoRa and SenML and delivers to the address; null: nowhere. */
  async flow(url: string | null, decoding = true): Promise<string> {
    const { projectId, types, raw, senml } = this.#ids;
    const { id } = await createFlow(this.actor, {
      projectId,
      name: `Flow ${++this.#made}`,
      description: null,
    });
    const lines = [
      [types.lora, raw],
      [types.generic, senml],
      [types.cellular, senml],
    ] as const;
    for (const [deviceTypeId, decoderId] of decoding ? lines : [])
      await toggleDecoder(this.actor, { flowId: id, deviceTypeId, decoderId, enabled: true });
    if (url !== null) this.#deliveries.push({ flowId: id, url });
    return id;
  }

  /** A script in the place of the raw decoder, published. */
  async script(flowId: string, source: string): Promise<{ id: string; suspend(): Promise<number> }> {
    const { types, raw } = this.#ids;
    const made = await createDecoder(this.actor, {
      name: `Script ${++this.#made}`,
      description: null,
      deviceTypeId: types.lora,
      records: [],
      contract: 'ts013',
      source,
      mapping: {},
    });
    await publishVersion(this.actor, {
      owner: { kind: 'decoder', id: made.id },
      versionId: made.versionId,
    });
    const link = { flowId, deviceTypeId: types.lora };
    await toggleDecoder(this.actor, { ...link, decoderId: raw, enabled: false });
    await toggleDecoder(this.actor, { ...link, decoderId: made.id, enabled: true });
    const suspend = async () => {
      const [row] = await this
        .sql`select source_hash as hash from decoder_versions where id = ${made.versionId}`;
      return suspendScriptSystem(this.customerId, row?.hash);
    };
    return { id: made.id, suspend };
  }

  async connection(provider: Provider = 'chirpstack'): Promise<SimulatedConnection> {
    const name = `${provider} ${++this.#made}`;
    const { id, secret } = await createConnection(this.actor, { name, provider });
    return { id, provider, secret };
  }

  async #shared(provider: Provider): Promise<SimulatedConnection> {
    const known = this.#connections.get(provider) ?? (await this.connection(provider));
    this.#connections.set(provider, known);
    return known;
  }

  async lora(wish: LoraWish = {}): Promise<Patient> {
    const { behaviour = 'healthy', provider = 'chirpstack', model = 'elsys-ers' } = wish;
    const { intervalMinutes = 20, hours = 30, typedDevEui = (devEui) => devEui } = wish;
    const devEui = randomBytes(8).toString('hex').toUpperCase();
    const seed = `clinic ${this.#parent ? this.customerId : ''} ${++this.#made}`;
    const appKey = derivedKey(seed);
    const { latitude, longitude } = SITES.harbour.centre;
    const made = newDevice({
      ...{ devEui, joinEui: JOIN_EUI, appKey, model, behaviour, seed },
      intervalSeconds: intervalMinutes * 60,
      ...(wish.at ?? {
        site: 'harbour' as const,
        place: { latitude: latitude + 0.003, longitude: longitude + 0.004 },
      }),
      startedAt: new Date(this.now.getTime() - hours * HOUR_MS),
      now: this.now,
    });
    const { id } = await createDevice(this.actor, {
      ...this.#named(this.#ids.types.lora, `${behaviour} ${this.#made}`),
      lora: { devEui: typedDevEui(devEui), joinEui: JOIN_EUI, appKey },
      flowIds: wish.flowIds ?? [],
    });
    await this.#added(id, hours);
    const connection = wish.connection ?? (await this.#shared(provider));
    const living: LivingDevice | null = wish.off ? null : { name: seed, ...made, connection };
    if (living) this.living.push(living);
    return { id, devEui, living };
  }

  async #added(id: string, hoursAgo = 30): Promise<void> {
    const at = new Date(this.now.getTime() - hoursAgo * HOUR_MS);
    await this.sql`update devices set created_at = ${at} where id = ${id}`;
  }

  #named(deviceTypeId: string, name: string) {
    const { projectId } = this.#ids;
    return { projectId, deviceTypeId, name, description: null, barcode: null, tags: [] };
  }

  /** Without network information: its keys are to be entered later. */
  async nameless(flowIds: string[]): Promise<string> {
    const { id } = await createDevice(this.actor, {
      ...this.#named(this.#ids.types.lora, 'Without keys'),
      flowIds,
    });
    return id;
  }

  async internet(flowIds: string[]): Promise<InternetPatient> {
    const secret = `aA1!${randomBytes(21).toString('base64url').replace(/[-_]/g, 'x')}`;
    const dvnUuid = randomUUID();
    const { id } = await createDevice(this.actor, {
      ...this.#named(this.#ids.types.generic, `Internet ${++this.#made}`),
      generic: { dvnUuid, sharedSecret: secret },
      flowIds,
    });
    await this.#added(id);
    return { id, urn: deviceUrn('DVNUUID', dvnUuid), secret };
  }

  async cellular(flowIds: string[]): Promise<string> {
    const digits = `35${String(10 ** 11 + Math.floor(Math.random() * 10 ** 11)).slice(0, 12)}`;
    const { id } = await createDevice(this.actor, {
      ...this.#named(this.#ids.types.cellular, `M2M ${++this.#made}`),
      cellular: { imei: `${digits}${luhn(digits)}` },
      flowIds,
    });
    await this.#added(id);
    return id;
  }

  /** The SIM of an account whose platform told its state. */
  async sim(deviceId: string, columns: Record<string, unknown>): Promise<void> {
    const iccid = `8931081${String(Math.floor(Math.random() * 10 ** 11)).padStart(11, '0')}`;
    await this
      .sql`insert into sims ${this.sql({ customer_id: this.customerId, device_id: deviceId, iccid: `${iccid}${luhn(iccid)}`, linked_at: this.now, ...columns })}`;
  }

  /** A message of an Internet device, accepted at that moment; the status that it was answered with. */
  async send(
    of: InternetPatient,
    at: Date,
    more: { secret?: string; body?: string; bt?: number } = {},
  ): Promise<number> {
    const { secret = of.secret, bt = at.getTime() / 1000 } = more;
    const body = Buffer.from(
      more.body ?? JSON.stringify([{ bn: of.urn, bt, n: 'temperature', u: 'Cel', v: 20 + (bt % 7) / 10 }]),
    );
    const headers = {
      'content-type': 'application/json',
      'things-message-token': messageToken(body, secret),
    };
    return this.post(at, { path: '/ingestion/ip/senml/v1', headers, body });
  }

  async post(
    at: Date,
    request: { path: string; headers: Record<string, string>; body: Uint8Array },
  ): Promise<number> {
    const full = { method: 'POST' as const, query: 'event=up', ...request };
    return acceptAt(this.acceptor, at, full).catch((error: Error) => {
      if (/answered 400/.test(error.message)) return 400;
      throw error;
    });
  }

  async register(): Promise<void> {
    const registrar = new Registrar({ http: this.http });
    while ((await registrar.look()) > 0) await registrar.idle();
  }

  async start(): Promise<void> {
    const send = sendByDriver(this.http);
    this.#sandbox = createSandbox({ processes: 1 });
    this.#pipeline = new Pipeline({ scripts: this.#sandbox, send, clock: historyClock });
    await this.#pipeline.start();
  }

  /** All devices live; up to some hours ago without receivers, since then with them. */
  async live(hours: number, deliveredHours: number): Promise<void> {
    const { acceptor, living: devices } = this;
    // The door is no store: what a slice brings at once it has to hold.
    const sliceMs = Math.max(
      5 * 60_000,
      Math.min(4 * HOUR_MS, (400 / Math.max(1, devices.length)) * HOUR_MS),
    );
    const at = (ago: number) => new Date(this.now.getTime() - ago * HOUR_MS);
    await tellHistory(acceptor, { devices, sliceMs, from: at(hours), to: at(deliveredHours) });
    await this.linkDestinations();
    await tellHistory(acceptor, { devices, sliceMs, from: at(deliveredHours), to: this.now });
    await this.rest();
  }

  async linkDestinations(): Promise<void> {
    const { customerId } = this;
    const dataKey = await dataKeyOf(pipelineDatabase(), customerId);
    for (const { flowId, url } of this.#deliveries.splice(0))
      await addDestination(this.sql, { customerId, flowId, dataKey, url });
    for (const ward of this.#wards) await ward.linkDestinations();
  }

  /** Everything is recorded, and each delivery was tried. */
  async rest(): Promise<void> {
    await behindAtMost(0);
    await this.acceptor.sightings.flush();
    for (let tries = 0; tries < 300; tries++) {
      const [row] = await this
        .sql`select count(*)::int as n from delivery_queue q join destinations d on d.id = q.destination_id
        where d.status = 'active' and d.failures_in_a_row = 0 and q.attempts = 0`;
      if (row?.n === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('deliveries were not tried');
  }

  get acceptor(): Acceptor {
    const pipeline = this.#parent ? this.#parent.#pipeline : this.#pipeline;
    if (!pipeline) throw new Error('the clinic is closed');
    return pipeline.acceptor;
  }

  async stop(): Promise<void> {
    await this.#pipeline?.stop();
    this.#pipeline = null;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#sandbox?.stop();
    await this.http.close();
  }
}

async function newCustomer(): Promise<Pick<Ids, 'customerId' | 'projectId'>> {
  const { id: customerId } = await createCustomer({ name: 'Clinic' });
  const { id: projectId } = await createProject(systemActor(customerId), { name: 'Ward', description: null });
  return { customerId, projectId };
}

/** As any other, but for how long it waits. */
const impatient = (http: OutgoingHttp): OutgoingHttp => ({
  ...http,
  request: (url, request) => http.request(url, { ...request, timeoutMs: PATIENCE_MS }),
});

interface Ids {
  customerId: string;
  projectId: string;
  types: Record<'lora' | 'generic' | 'cellular', string>;
  raw: string;
  senml: string;
}

type Five = [string, string, string, string, string];

function luhn(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const weighed = at % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
