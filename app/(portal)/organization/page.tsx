import { redirect } from 'next/navigation';

export default function Organization(): never {
  redirect('/organization/users');
}
