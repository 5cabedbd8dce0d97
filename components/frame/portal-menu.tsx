'use client';
import Antenna from 'lucide-react/icons/antenna';
import ArrowRightToLine from 'lucide-react/icons/arrow-right-to-line';
import Braces from 'lucide-react/icons/braces';
import CardSim from 'lucide-react/icons/card-sim';
import FolderKanban from 'lucide-react/icons/folder-kanban';
import HardDriveDownload from 'lucide-react/icons/hard-drive-download';
import History from 'lucide-react/icons/history';
import KeyRound from 'lucide-react/icons/key-round';
import ListChecks from 'lucide-react/icons/list-checks';
import Microchip from 'lucide-react/icons/microchip';
import RadioTower from 'lucide-react/icons/radio-tower';
import Users from 'lucide-react/icons/users';
import WalletCards from 'lucide-react/icons/wallet-cards';
import Workflow from 'lucide-react/icons/workflow';
import { useTranslations } from 'next-intl';
import type { FrameMenuGroup, SectionId } from './frame-types.ts';

/** null: the reader may not see them. */
export interface PortalCounts {
  devices: number | null;
  connections: number | null;
  flows: number | null;
  destinations: number | null;
}

/** What the reader may add, for the + of each building block. */
export interface PortalRights {
  devices: boolean;
  connections: boolean;
  flows: boolean;
  destinations: boolean;
  decoders: boolean;
  projects: { read: boolean; create: boolean };
}

export interface MenuFacts {
  counts: PortalCounts;
  rights: PortalRights;
}

/** The building blocks of each part of the portal; an entry that the reader may not open is not there. */
export function usePortalMenu(section: SectionId, { counts, rights }: MenuFacts): FrameMenuGroup[] {
  const t = useTranslations('frame.menu');
  const add = (may: boolean, href: string, label: string) => (may ? { href, label } : undefined);
  if (section === 'creator') {
    return [
      {
        id: 'decoders',
        label: t('dataProcessing'),
        add: add(rights.decoders, '/creator/decoders?new', t('addDecoder')),
        items: [
          { href: '/creator/decoders', label: t('decoders'), icon: <Braces /> },
          { href: '/creator/device-types', label: t('deviceTypes'), icon: <Microchip /> },
        ],
      },
    ];
  }
  if (section === 'organization') {
    const projects: FrameMenuGroup = {
      id: 'projects',
      label: t('projects'),
      add: add(rights.projects.create, '/organization/projects?new', t('addProject')),
      items: [{ href: '/organization/projects', label: t('projects'), icon: <FolderKanban /> }],
    };
    return [
      ...(rights.projects.read ? [projects] : []),
      {
        id: 'access',
        label: t('access'),
        items: [
          { href: '/organization/users', label: t('users'), icon: <Users /> },
          { href: '/organization/api-keys', label: t('apiKeys'), icon: <KeyRound /> },
          { href: '/organization/audit-log', label: t('auditLog'), icon: <History /> },
        ],
      },
    ];
  }
  return [
    {
      id: 'devices',
      label: t('iotDevices'),
      add: add(rights.devices, '/manager/devices/new', t('addDevice')),
      items: [
        { href: '/manager/devices', label: t('devices'), icon: <Microchip />, count: counts.devices },
        { href: '/manager/firmware', label: t('firmware'), icon: <HardDriveDownload /> },
        { href: '/manager/bulk-tasks', label: t('bulkReports'), icon: <ListChecks /> },
      ],
    },
    {
      id: 'connectivity',
      label: t('connectivity'),
      add: add(rights.connections, '/manager/connections?new', t('addConnection')),
      items: [
        { href: '/manager/connectivity/lora', label: t('loraDevices'), icon: <Antenna /> },
        { href: '/manager/connectivity/m2m', label: t('sims'), icon: <CardSim /> },
        {
          href: '/manager/connections',
          label: t('connections'),
          icon: <RadioTower />,
          count: counts.connections,
        },
        { href: '/manager/connectivity/sim-accounts', label: t('simAccounts'), icon: <WalletCards /> },
      ],
    },
    {
      id: 'processing',
      label: t('dataProcessing'),
      add: add(rights.flows, '/manager/flows?new', t('addFlow')),
      items: [{ href: '/manager/flows', label: t('flows'), icon: <Workflow />, count: counts.flows }],
    },
    {
      id: 'destinations',
      label: t('destinations'),
      add: add(rights.destinations, '/manager/destinations/new', t('addDestination')),
      items: [
        {
          href: '/manager/destinations',
          label: t('destinations'),
          icon: <ArrowRightToLine />,
          count: counts.destinations,
        },
      ],
    },
  ];
}
