import '../ui/base.css';
import { startWindow } from '../client/start.tsx';
import { TechnicianApp } from './app.tsx';

document.documentElement.dataset['density'] = 'dense';
void startWindow((hello) => <TechnicianApp hello={hello} />);
