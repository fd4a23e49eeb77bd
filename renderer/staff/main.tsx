import '../ui/base.css';
import { startWindow } from '../client/start.tsx';
import { StaffApp } from './app.tsx';

document.documentElement.dataset['density'] = 'dense';
void startWindow((hello) => <StaffApp hello={hello} />);
