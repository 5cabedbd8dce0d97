import ArrowRightToLine from 'lucide-react/icons/arrow-right-to-line';
import Braces from 'lucide-react/icons/braces';
import CardSim from 'lucide-react/icons/card-sim';
import Compass from 'lucide-react/icons/compass';
import FolderKanban from 'lucide-react/icons/folder-kanban';
import HardDriveDownload from 'lucide-react/icons/hard-drive-download';
import ListChecks from 'lucide-react/icons/list-checks';
import Microchip from 'lucide-react/icons/microchip';
import RadioTower from 'lucide-react/icons/radio-tower';
import SearchIcon from 'lucide-react/icons/search';
import User from 'lucide-react/icons/user';
import WalletCards from 'lucide-react/icons/wallet-cards';
import Workflow from 'lucide-react/icons/workflow';
import type { ReactNode } from 'react';

const icons: Record<string, ReactNode> = {
  device: <Microchip />,
  flow: <Workflow />,
  destination: <ArrowRightToLine />,
  connection: <RadioTower />,
  decoder: <Braces />,
  project: <FolderKanban />,
  user: <User />,
  'device-type': <Microchip />,
  sim: <CardSim />,
  'sim-account': <WalletCards />,
  firmware: <HardDriveDownload />,
  'bulk-task': <ListChecks />,
  place: <Compass />,
};

/** The picture of a kind of thing, the same everywhere; one that is not known gets a magnifying glass. */
export function thingIcon(kind: string): ReactNode {
  return icons[kind] ?? <SearchIcon />;
}
