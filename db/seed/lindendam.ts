import { WASTE_BIN } from './decoder-scripts.ts';
import { type PlannedCustomer, series } from './plan.ts';

/** A second tenant, so that isolation can be seen: of its things the first knows nothing. */
export const LINDENDAM: PlannedCustomer = {
  key: 'lindendam',
  name: 'City of Lindendam',
  site: 'town',
  users: [
    {
      email: 'city@demo.example',
      name: 'Sanne Smit',
      jobTitle: 'Information manager',
      locale: 'nl',
      roles: ['organization.admin', 'manager.admin', 'creator.admin', 'support.user', 'finance.read-only'],
    },
    {
      email: 'city-editor@demo.example',
      name: 'Tom Timmer',
      jobTitle: 'Street works',
      locale: 'nl',
      roles: ['manager.editor', 'creator.read-only'],
    },
    {
      email: 'city-viewer@demo.example',
      name: 'Noor Noord',
      jobTitle: 'Council clerk',
      locale: 'nl',
      roles: ['manager.read-only'],
    },
  ],
  apiKeys: [
    {
      key: 'city',
      name: 'City data hub',
      description: 'Reads and writes',
      roles: ['manager.admin', 'creator.admin', 'organization.admin'],
    },
    {
      key: 'city-read',
      name: 'Open data',
      description: 'Reads only',
      roles: ['manager.read-only', 'creator.read-only'],
    },
  ],
  projects: [{ key: 'city', name: 'Liveable city', description: 'Schools and streets' }],
  connections: [
    { key: 'simulated', name: 'Simulated network', provider: 'simulated' },
    { key: 'thingpark', name: 'ThingPark', provider: 'thingpark' },
  ],
  ownTypes: [
    {
      slug: 'street-bin',
      name: 'Street bin sensor',
      description: 'Filling sensor of underground containers',
      networks: ['lora'],
      expectedIntervalSeconds: 3600,
      batteryChemistry: 'Li-SOCl2',
    },
  ],
  scripts: [{ key: 'street-bin', type: 'street-bin', ...WASTE_BIN }],
  destinations: [
    {
      key: 'hub',
      name: 'City data hub',
      description: 'A receiver that the demo runs itself; it checks every signature',
      kind: 'healthy',
    },
  ],
  flows: [
    {
      key: 'air',
      project: 'city',
      name: 'Air in schools',
      description: 'CO2 in classrooms',
      decoders: { 'elsys-ers': ['elsys-ers-v9-v3'] },
      destinations: ['hub'],
    },
    {
      key: 'bins',
      project: 'city',
      name: 'Containers',
      description: 'Filling levels',
      decoders: { 'street-bin': ['street-bin'] },
      destinations: ['hub'],
    },
  ],
  devices: [
    ...series(['De Linde room 1', 'De Linde room 2', 'Het Palet room 4', 'Het Palet hall'], {
      tags: ['school'],
      type: 'elsys-ers',
      project: 'city',
      flows: ['air'],
      connection: 'thingpark',
      model: 'elsys-ers',
      intervalMinutes: 30,
    }),
    ...series(
      ['Container Market', 'Container Station', 'Container Park', 'Container Bridge'],
      {
        tags: ['street'],
        type: 'street-bin',
        project: 'city',
        flows: ['bins'],
        connection: 'simulated',
        model: 'waste-bin',
        intervalMinutes: 60,
      },
      { 'Container Bridge': { behaviour: 'silent' } },
    ),
    ...series(['Container unlisted'], {
      tags: [],
      type: 'street-bin',
      project: 'city',
      flows: [],
      connection: 'simulated',
      model: 'waste-bin',
      intervalMinutes: 60,
      behaviour: 'unregistered',
      days: 2,
    }),
  ],
  senders: [],
};
