import { redirect } from 'next/navigation';

export default function Creator(): never {
  redirect('/creator/decoders');
}
