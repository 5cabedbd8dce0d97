import protobuf from 'protobufjs/light.js';

/**
 * The requests and answers of ChirpStack v4's API that registering and sending need, as a protobuf reflection: names and numbers
 * of `api/proto/api/device.proto`, `application.proto` and `device_profile.proto` of chirpstack/chirpstack. A device is
 * complete, since it is read, changed and written back; of the others only what is looked at.
 */
type FieldSpec = [id: number, type: string];

function message(fields: Record<string, FieldSpec>): protobuf.IType {
  const entries = Object.entries(fields).map(([name, [id, type]]) => [
    name,
    type === 'map' ? { id, type: 'string', keyType: 'string' } : { id, type },
  ]);
  return { fields: Object.fromEntries(entries) };
}

const byId = message({ id: [1, 'string'] });
const byDevEui = message({ devEui: [1, 'string'] });
const holdsDevice = message({ device: [1, 'Device'] });
const holdsKeys = message({ deviceKeys: [1, 'DeviceKeys'] });

const root = protobuf.Root.fromJSON({
  nested: {
    Empty: message({}),
    ById: byId,
    ByDevEui: byDevEui,
    Device: message({
      devEui: [1, 'string'],
      name: [2, 'string'],
      description: [3, 'string'],
      applicationId: [4, 'string'],
      deviceProfileId: [5, 'string'],
      skipFcntCheck: [6, 'bool'],
      isDisabled: [7, 'bool'],
      variables: [8, 'map'],
      tags: [9, 'map'],
      joinEui: [10, 'string'],
    }),
    DeviceMessage: holdsDevice,
    // nwk_key holds the AppKey of LoRaWAN 1.0.x.
    DeviceKeys: message({ devEui: [1, 'string'], nwkKey: [2, 'string'], appKey: [3, 'string'] }),
    DeviceKeysMessage: holdsKeys,
    // The id is the server's to give.
    DeviceQueueItem: message({
      devEui: [2, 'string'],
      confirmed: [3, 'bool'],
      fPort: [4, 'uint32'],
      data: [5, 'bytes'],
    }),
    QueueItemMessage: message({ queueItem: [1, 'DeviceQueueItem'] }),
    Application: message({ id: [1, 'string'], name: [2, 'string'] }),
    ApplicationMessage: message({ application: [1, 'Application'] }),
    DeviceProfile: message({ id: [1, 'string'], name: [3, 'string'] }),
    DeviceProfileMessage: message({ deviceProfile: [1, 'DeviceProfile'] }),
  },
});

export interface Device {
  devEui: string;
  name: string;
  description: string;
  applicationId: string;
  deviceProfileId: string;
  skipFcntCheck: boolean;
  isDisabled: boolean;
  variables: Record<string, string>;
  tags: Record<string, string>;
  joinEui: string;
}

/** Paths of the methods, with the types of request and answer. */
export const METHODS = {
  getDevice: ['api.DeviceService/Get', 'ByDevEui', 'DeviceMessage'],
  createDevice: ['api.DeviceService/Create', 'DeviceMessage', 'Empty'],
  updateDevice: ['api.DeviceService/Update', 'DeviceMessage', 'Empty'],
  deleteDevice: ['api.DeviceService/Delete', 'ByDevEui', 'Empty'],
  getKeys: ['api.DeviceService/GetKeys', 'ByDevEui', 'DeviceKeysMessage'],
  createKeys: ['api.DeviceService/CreateKeys', 'DeviceKeysMessage', 'Empty'],
  updateKeys: ['api.DeviceService/UpdateKeys', 'DeviceKeysMessage', 'Empty'],
  enqueue: ['api.DeviceService/Enqueue', 'QueueItemMessage', 'ById'],
  getApplication: ['api.ApplicationService/Get', 'ById', 'ApplicationMessage'],
  getDeviceProfile: ['api.DeviceProfileService/Get', 'ById', 'DeviceProfileMessage'],
} as const satisfies Record<string, readonly [path: string, request: string, answer: string]>;

export type MethodName = keyof typeof METHODS;

export function encodeMessage(type: string, value: object): Uint8Array {
  return root.lookupType(type).encode(root.lookupType(type).fromObject(value)).finish();
}

/** Fields that are not in the bytes have the defaults of proto3. Throws what is no message of the type. */
export function decodeMessage(type: string, bytes: Uint8Array): Record<string, unknown> {
  const found = root.lookupType(type);
  return found.toObject(found.decode(bytes), { defaults: true, objects: true });
}
