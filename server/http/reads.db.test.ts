import { beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import { listApiKeys } from '#server/api-keys/read-api-keys.ts';
import { listAudit } from '#server/audit/read-audit.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { getDecoder, listDecoders } from '#server/decoders/read-decoders.ts';
import { getDelivery, getDeliveryStatistics, listDeliveries } from '#server/deliveries/read-deliveries.ts';
import { getDestination, listDestinations } from '#server/destinations/read-destinations.ts';
import { listDeviceTypes } from '#server/device-types/read-device-types.ts';
import { getDeviceHealth } from '#server/devices/get-device-health.ts';
import { listDeviceHistory } from '#server/devices/list-history.ts';
import { getDevice, listDevices } from '#server/devices/read-devices.ts';
import { getFlow, listDeviceFlows, listFlows } from '#server/flows/read-flows.ts';
import {
  getConnection,
  listConnections,
  listUnknownDevices,
} from '#server/lora-networks/read-connections.ts';
import { getSeries, listNames, listPacks } from '#server/measurements/read-measurements.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { getProject, listProjects } from '#server/projects/read-projects.ts';
import { searchThings } from '#server/search/search-things.ts';
import { getTwin } from '#server/twins/read-twin.ts';
import { getUplink, listUplinks, pulseOf } from '#server/uplinks/read-uplinks.ts';
import { listUsers } from '#server/users/read-users.ts';

const database = useTestDatabase();
let a: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
});

const range = () => ({ from: new Date(Date.now() - 86_400_000), to: new Date() });

describe('every read shows the one of everything that a tenant has', () => {
  it('projects with what they hold', async () => {
    const [project] = await listProjects(a.system);
    expect(project).toMatchObject({ id: a.ids.project, used: { devices: 1, flows: 1, destinations: 1 } });
    expect(await getProject(a.system, { id: a.ids.project })).toEqual(project);
  });

  it('devices, their types, health and twin', async () => {
    const page = await listDevices(a.system, emptyTableQuery);
    expect(page).toMatchObject({ total: 1, next: null, prev: null });
    expect(page.rows[0]).toMatchObject({
      id: a.ids.device,
      identifier: a.devEui,
      activity: 'online',
      processing: 'active',
      connectivity: [{ network: 'lora', state: 'INVENTORY' }],
      flows: [{ id: a.ids.flow }],
    });
    const device = await getDevice(a.system, { id: a.ids.device });
    expect(device).toMatchObject({
      urn: `urn:dev:DEVEUI:${a.devEui}:`,
      lora: { hasAppKey: true, devEui: a.devEui },
    });
    expect(await getDeviceHealth(a.system, { id: a.ids.device })).toMatchObject({
      uplinks24h: 1,
      decodingFailures24h: 1,
      deliveries: { failed: 1, pending: 1, delivered: 0 },
      battery: { value: 3.6 },
    });
    expect((await listDeviceTypes(a.system)).map((type) => type.slug).sort()).toEqual([
      'managed',
      'own-lora-device',
      'programmable',
    ]);
    expect((await getTwin(a.system, { deviceId: a.ids.device })).reported).toHaveLength(2);
  });

  it('flows with their graph and warnings', async () => {
    const { rows } = await listFlows(a.system, emptyTableQuery);
    expect(rows[0]).toMatchObject({ deviceCount: 1, destinationCount: 1 });
    expect(rows[0]?.warnings.map((w) => w.code)).toEqual(['flows.decoder-suspended']);
    const flow = await getFlow(a.system, { id: a.ids.flow });
    expect(flow.graph.nodes.map((n) => n.kind).sort()).toEqual([
      'decoder',
      'decoder',
      'destination',
      'devices',
      'encoder',
      'instructions',
    ]);
    const edge = flow.graph.edges.find((e) => e.to === `decoder:${a.ids.decoder}`);
    expect(edge).toMatchObject({ messagesLastHour: 2, failuresLastHour: 1 });
    expect(flow.graph.edges.find((e) => e.from === `decoder:${a.ids.decoder}`)).toMatchObject({
      failuresLastHour: 1,
    });
    const [own] = await listDeviceFlows(a.system, { deviceId: a.ids.device });
    expect(own?.graph.nodes[0]).toMatchObject({ kind: 'device', objectId: a.ids.device });
  });

  it('destinations, their log and statistics', async () => {
    expect((await listDestinations(a.system, emptyTableQuery)).rows[0]).toMatchObject({
      failed24h: 1,
      backlog: 1,
    });
    expect((await getDestination(a.system, { id: a.ids.destination })).secretsSet).toEqual([
      'sharedSecret',
      'signingSecret',
    ]);
    const log = await listDeliveries(a.system, { query: { filters: [], limit: 1 } });
    expect(log.rows.map((row) => [row.id, row.state])).toEqual([[a.ids.waiting, 'waiting']]);
    const next = await listDeliveries(a.system, {
      query: { filters: [], limit: 1, cursor: log.next as string },
    });
    expect(next.rows.map((row) => [row.id, row.state])).toEqual([[a.ids.delivery, 'failed']]);
    const delivery = await getDelivery(a.system, { id: a.ids.delivery });
    expect(delivery.request?.headers['Things-Message-Token']).toBe('••••');
    expect(JSON.parse(delivery.request?.body ?? '')[0]).toMatchObject({ bn: `urn:dev:DEVEUI:${a.devEui}:` });
    expect(
      await getDeliveryStatistics(a.system, { destinationId: a.ids.destination, hours: 24 }),
    ).toMatchObject({ total: { failed: 1, successRate: 0 }, backlog: { waiting: 1 } });
  });

  it('a message from its bytes to its deliveries', async () => {
    const { rows } = await listUplinks(a.system, { deviceId: a.ids.device, query: emptyTableQuery });
    expect(rows[0]).toMatchObject({ id: a.ids.uplink, packs: 1, failures: 1, state: 'recorded' });
    const story = await getUplink(a.system, { id: a.ids.uplink });
    expect(JSON.parse(story.raw.text ?? '').deviceInfo.devEui).toBe(a.devEui);
    expect(story.steps.map((step) => step.failure?.line ?? step.records?.length)).toEqual([2, 3]);
    expect(story.steps[0]?.effects.map(({ effect }) => effect)).toEqual(['new', 'new']);
    expect(story.steps[0]?.flows).toEqual([expect.objectContaining({ id: a.ids.flow })]);
    expect(story.deliveryLog.map((d) => d.state).sort()).toEqual(['failed', 'waiting']);
    const pulse = await pulseOf(a.system, { deviceIds: [a.ids.device], ...range(), slots: 96 });
    expect(pulse[a.ids.device]?.[0]).toMatchObject({ uplinks: 1, failed: 1, lastUplinkId: a.ids.uplink });
  });

  it('measurements as names, series and packs', async () => {
    const names = await listNames(a.system, { deviceId: a.ids.device, ...range() });
    expect(names.map((n) => [n.name, n.kind])).toContainEqual(['temperature', 'number']);
    const [series] = await getSeries(a.system, {
      deviceId: a.ids.device,
      ...range(),
      names: ['temperature'],
      points: 500,
    });
    expect(series).toMatchObject({
      unit: 'Cel',
      bucketSeconds: null,
      points: [{ avg: 21.5, min: 21.5, max: 21.5, n: 1 }],
    });
    const packs = await listPacks(a.system, { deviceId: a.ids.device, ...range(), limit: 50 });
    expect(packs.items[0]?.records).toHaveLength(2);
  });

  it('connections, decoders, people, keys, audit, search', async () => {
    expect((await listConnections(a.system))[0]).toMatchObject({ refusedLastHour: 4, unknownDevices: 1 });
    expect((await getConnection(a.system, { id: a.ids.connection })).inside?.refusals).toHaveLength(1);
    expect(await listUnknownDevices(a.system)).toHaveLength(1);
    expect((await listDecoders(a.system)).map((d) => d.own).sort()).toEqual([false, true]);
    expect(await getDecoder(a.system, { id: a.ids.decoder })).toMatchObject({
      currentVersion: 1,
      editing: { number: 1, current: true },
      flowCount: 1,
    });
    expect(await listUsers(a.system)).toHaveLength(1);
    expect(await listApiKeys(a.system)).toHaveLength(1);
    expect((await listAudit(a.system, emptyTableQuery)).rows.length).toBeGreaterThan(8);
    const history = await listDeviceHistory(a.system, { id: a.ids.device, query: emptyTableQuery });
    expect(history.rows.map((row) => row.operation)).toEqual([
      'twins.update',
      'flows.update',
      'devices.create',
    ]);
    const pasted = a.devEui.match(/../g)?.join('-').toLowerCase() ?? '';
    expect(await searchThings(a.system, { q: pasted })).toEqual([
      { kind: 'device', id: a.ids.device, name: 'CANARY-A-devices-name', detail: a.devEui },
    ]);
  });
});
