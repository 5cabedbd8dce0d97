import { beforeAll, expect, it } from 'vitest';
import { createDeviceType } from '#server/device-types/change-device-type.ts';
import { controlsSetSchema, deviceTypeCreateSchema } from '#server/device-types/contract.ts';
import { getDeviceType } from '#server/device-types/read-device-types.ts';
import { setControls } from '#server/device-types/set-controls.ts';
import { makeDownlinkScene } from '#server/downlinks/downlink-scene.fixture.ts';
import { createEncoder } from '#server/encoders/change-encoder.ts';
import { encoderCreateSchema } from '#server/encoders/contract.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { getTwin } from './read-twin.ts';
import { setDesired } from './set-desired.ts';

const database = useTestDatabase();
let scene: Awaited<ReturnType<typeof makeDownlinkScene>>;
let deviceId = '';

beforeAll(async () => {
  const { sql } = database;
  scene = await makeDownlinkScene(database, 1);
  deviceId = (await scene.makeSimulated(0)).id;
  const { actor, customerId } = scene;
  const { id } = await createDeviceType(
    actor,
    deviceTypeCreateSchema.parse({ name: 'Pump', networks: ['lora'], loraKeys: 'preset' }),
  );
  await createEncoder(
    actor,
    encoderCreateSchema.parse({
      deviceTypeId: id,
      name: 'Pump commands',
      commands: [
        {
          name: 'setMode',
          port: 9,
          values: [
            { value: 'eco', hex: ['0AFF'] },
            { value: 'both', hex: ['01', '02'] },
          ],
        },
      ],
    }),
  );
  const controls = [
    { name: 'mode', kind: 'choice', choices: ['eco', 'both', 'night'], command: 'setMode' },
    { name: 'interval', kind: 'number', unit: 's', min: 60 },
    { name: 'lost', kind: 'text', command: 'gone' },
  ];
  await setControls(actor, controlsSetSchema.parse({ id, controls }));
  expect((await getDeviceType(actor, { id })).controls).toEqual(controls);
  await sql`update devices set device_type_id = ${id}, device_type_customer_id = ${customerId} where id = ${deviceId}`;
});

const wish = (desired: Record<string, number | string | boolean>, more: object = {}) =>
  setDesired(scene.actor, { deviceId, desired, ...more });

it('a wish sends the command that its control names, and stands in the twin', async () => {
  expect((await getTwin(scene.actor, { deviceId })).controls.map(({ name }) => name)).toEqual([
    'mode',
    'interval',
    'lost',
  ]);
  const { downlinkId } = await wish({ mode: 'eco' });
  const [row] = await database.sql`select method, channel from downlinks where id = ${downlinkId}`;
  expect(row).toEqual({ channel: 'lora', method: { type: 'lora', port: 9, payloadHex: '0aff' } });
  const { desired } = await getTwin(scene.actor, { deviceId });
  expect(desired).toMatchObject([{ name: 'mode', value: 'eco', downlinkId, state: 'requested' }]);
});

it('what a control does not allow, or no bytes stand for, is refused and wished by nobody', async () => {
  const before = (await getTwin(scene.actor, { deviceId })).version;
  await expect(wish({ mode: 'loud' })).rejects.toMatchObject({
    code: 'input.invalid',
    fields: [{ path: 'desired.mode' }],
  });
  await expect(wish({ interval: 5 })).rejects.toMatchObject({ code: 'input.invalid' });
  await expect(wish({ mode: 'night' })).rejects.toThrow('twins.cannot-encode');
  await expect(wish({ mode: 'both' })).rejects.toThrow('twins.several-downlinks');
  await expect(wish({ mode: 'eco', interval: 60 })).rejects.toThrow('twins.mixed-controls');
  await expect(wish({ lost: 'x' })).rejects.toThrow('twins.no-encoder');
  await expect(wish({ mode: 'eco' }, { resend: { most: 2, pauseMinutes: 5 } })).rejects.toThrow(
    'twins.no-resend-by-command',
  );
  // Without a command SenML would tell it, which a LoRa device does not take.
  await expect(wish({ interval: 60 })).rejects.toThrow('downlinks.wrong-method');
  expect((await getTwin(scene.actor, { deviceId })).version).toBe(before);
});
