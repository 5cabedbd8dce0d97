import { beforeAll, expect, it } from 'vitest';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { type Scene, writeScene } from './writes.fixture.ts';

const database = useTestDatabase();
let scene: Scene;

beforeAll(async () => {
  scene = await writeScene(database.sql);
});

it('programs put a device somewhere, find it there, move it and take the place back', async () => {
  const { a, api, types } = scene;
  const place = { latitude: 52.0907, longitude: 5.1214 };
  const made = await api('POST', '/devices', {
    projectId: a.ids.project,
    deviceSpecificationId: types['own-lora-device'],
    name: 'Fender',
    location: place,
  });
  expect(made).toMatchObject({ status: 201, body: { location: { ...place, altitude: null } } });
  const path = `/devices/${made.body.id}`;
  expect((await api('GET', path)).body.location).toEqual({ ...place, altitude: null });
  expect((await api('PUT', path, { name: 'Fender' })).body.location).toEqual({ ...place, altitude: null });
  const moved = { latitude: -33.9, longitude: 151.2, altitude: 4.5 };
  expect((await api('PUT', path, { name: 'Fender', location: moved })).body.location).toEqual(moved);
  const { body } = await api('GET', path);
  expect((await api('PUT', path, body)).body.location).toEqual(moved);
  expect((await api('PUT', path, { name: 'Fender', location: null })).body.location).toBeNull();
  expect((await api('GET', '/devices?limit=100')).body.items).toContainEqual(
    expect.objectContaining({ id: made.body.id, location: null }),
  );
});

it('half a place, and one that is nowhere, are refused by the name of what is wrong', async () => {
  const { a, api } = scene;
  for (const [location, field] of [
    [{ latitude: 1 }, 'location.longitude'],
    [{ latitude: 95, longitude: 1 }, 'location.latitude'],
    [{ latitude: 1, longitude: 1, height: 2 }, 'location'],
  ]) {
    const refused = await api('PUT', `/devices/${a.ids.device}`, { name: 'Other', location });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(field);
  }
});
