<?xml version='1.0' encoding='utf-8'?>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Jobs</name>
    <message>
        <source>Adding %1</source>
        <translation>%1 wird aufgenommen</translation>
    </message>
    <message>
        <source>%1 is in the library</source>
        <translation>%1 ist bei den Klängen</translation>
    </message>
    <message>
        <source>Could not add %1</source>
        <translation>%1 ließ sich nicht aufnehmen</translation>
    </message>
    <message>
        <source>Separating %1</source>
        <translation>%1 wird getrennt</translation>
    </message>
    <message>
        <source>%1 is separated</source>
        <translation>%1 ist getrennt</translation>
    </message>
    <message>
        <source>Could not separate %1</source>
        <translation>%1 ließ sich nicht trennen</translation>
    </message>
    <message>
        <source>Chopping %1</source>
        <translation>%1 wird zerschnitten</translation>
    </message>
    <message>
        <source>%1 is chopped</source>
        <translation>%1 ist zerschnitten</translation>
    </message>
    <message>
        <source>Could not chop %1</source>
        <translation>%1 ließ sich nicht zerschneiden</translation>
    </message>
    <message>
        <source>Analysing %1</source>
        <translation>%1 wird analysiert</translation>
    </message>
    <message>
        <source>%1 is analysed</source>
        <translation>%1 ist analysiert</translation>
    </message>
    <message>
        <source>Could not analyse %1</source>
        <translation>%1 ließ sich nicht analysieren</translation>
    </message>
    <message>
        <source>Training %1</source>
        <translation>%1 wird trainiert</translation>
    </message>
    <message>
        <source>The %1 model is trained</source>
        <translation>Das Modell %1 ist trainiert</translation>
    </message>
    <message>
        <source>Could not train %1</source>
        <translation>%1 ließ sich nicht trainieren</translation>
    </message>
    <message>
        <source>Dreaming %1</source>
        <translation>%1 wird geträumt</translation>
    </message>
    <message>
        <source>%1: dreamed</source>
        <translation>%1: geträumt</translation>
    </message>
    <message>
        <source>Could not dream %1</source>
        <translation>%1 ließ sich nicht träumen</translation>
    </message>
    <message>
        <source>Composing “%1”</source>
        <translation>„%1“ wird gebaut</translation>
    </message>
    <message>
        <source>“%1” is composed</source>
        <translation>„%1“ ist gebaut</translation>
    </message>
    <message>
        <source>Could not compose “%1”</source>
        <translation>„%1“ ließ sich nicht bauen</translation>
    </message>
    <message>
        <source>Making the starter kit</source>
        <translation>Das Startpaket entsteht</translation>
    </message>
    <message>
        <source>The starter kit is ready</source>
        <translation>Das Startpaket ist fertig</translation>
    </message>
    <message>
        <source>Could not make the starter kit</source>
        <translation>Das Startpaket ließ sich nicht erzeugen</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Kick</source>
        <translation>Kick</translation>
    </message>
    <message>
        <source>Snare</source>
        <translation>Snare</translation>
    </message>
    <message>
        <source>Clap</source>
        <translation>Clap</translation>
    </message>
    <message>
        <source>Hi-hat</source>
        <translation>Hi-Hat</translation>
    </message>
    <message>
        <source>Cymbal</source>
        <translation>Becken</translation>
    </message>
    <message>
        <source>Tom</source>
        <translation>Tom</translation>
    </message>
    <message>
        <source>Perc</source>
        <translation>Perc</translation>
    </message>
    <message>
        <source>Drums</source>
        <translation>Drums</translation>
    </message>
    <message>
        <source>Bass</source>
        <translation>Bass</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>Synth</source>
        <translation>Synth</translation>
    </message>
    <message>
        <source>Chord</source>
        <translation>Akkord</translation>
    </message>
    <message>
        <source>Pad</source>
        <translation>Pad</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Guitar</source>
        <translation>Gitarre</translation>
    </message>
    <message>
        <source>Strings</source>
        <translation>Streicher</translation>
    </message>
    <message>
        <source>Vocal</source>
        <translation>Stimme</translation>
    </message>
    <message>
        <source>FX</source>
        <translation>FX</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>Textur</translation>
    </message>
    <message>
        <source>Atmo</source>
        <translation>Atmo</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Rest</source>
        <translation>Rest</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>Mix</translation>
    </message>
    <message>
        <source>Unclear</source>
        <translation>Unklar</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Separated</source>
        <translation>Getrennt</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>Schnitt</translation>
    </message>
    <message>
        <source>Generated</source>
        <translation>Geträumt</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>Track</translation>
    </message>
    <message>
        <source>One-shot</source>
        <translation>One-Shot</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>Phrase</source>
        <translation>Phrase</translation>
    </message>
    <message>
        <source>Whole track</source>
        <translation>Ganzer Track</translation>
    </message>
</context>
<context>
    <name>nde::ui::Chip</name>
    <message>
        <source>Removes this filter</source>
        <translation>Entfernt diesen Filter</translation>
    </message>
    <message>
        <source>Remove “%1”</source>
        <translation>„%1“ entfernen</translation>
    </message>
</context>
<context>
    <name>nde::ui::Deck</name>
    <message>
        <source>Deck</source>
        <translation>Deck</translation>
    </message>
    <message>
        <source>Back to start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>Play or stop</source>
        <translation>Abspielen oder stoppen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>Repeat the selection, or the whole sound (L)</source>
        <translation>Auswahl oder ganzen Klang wiederholen (L)</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Play a sound as soon as it is selected</source>
        <translation>Einen Klang abspielen, sobald er gewählt ist</translation>
    </message>
    <message>
        <source>Match loudness</source>
        <translation>Lautheit angleichen</translation>
    </message>
    <message>
        <source>Play every sound at −18 LUFS, without clipping</source>
        <translation>Jeden Klang mit −18 LUFS abspielen, ohne Übersteuern</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Abhören</translation>
    </message>
    <message>
        <source>Preview level</source>
        <translation>Abhörpegel</translation>
    </message>
    <message>
        <source>How loud sounds are previewed (double click: −6 dB)</source>
        <translation>Wie laut Klänge abgehört werden (Doppelklick: −6 dB)</translation>
    </message>
    <message>
        <source>Select = hear · Space again · Esc stops everything</source>
        <translation>Auswählen = hören · Leertaste: noch einmal · Esc stoppt alles</translation>
    </message>
    <message>
        <source>Nothing on the Deck</source>
        <translation>Nichts auf dem Deck</translation>
    </message>
    <message>
        <source>Select a sound</source>
        <translation>Klang auswählen</translation>
    </message>
</context>
<context>
    <name>nde::ui::DeckController</name>
    <message>
        <source>%1 lanes</source>
        <translation>%1 Spuren</translation>
    </message>
</context>
<context>
    <name>nde::ui::DropOverlay</name>
    <message>
        <source>Drop files</source>
        <translation>Dateien ablegen</translation>
    </message>
    <message>
        <source>Separate</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Take the tracks apart into stems</source>
        <translation>Die Tracks in Stems zerlegen</translation>
    </message>
    <message>
        <source>Add to library</source>
        <translation>Zu den Klängen</translation>
    </message>
    <message>
        <source>Sounds stay where they are (hold Shift)</source>
        <translation>Dateien bleiben, wo sie sind (Umschalt halten)</translation>
    </message>
</context>
<context>
    <name>nde::ui::HistogramRange</name>
    <message>
        <source>%1, from</source>
        <translation>%1, ab</translation>
    </message>
    <message>
        <source>%1, up to</source>
        <translation>%1, bis</translation>
    </message>
</context>
<context>
    <name>nde::ui::LaneRow</name>
    <message>
        <source>Waveform of %1</source>
        <translation>Wellenform von %1</translation>
    </message>
    <message>
        <source>Mute %1</source>
        <translation>%1 stumm</translation>
    </message>
    <message>
        <source>Mute (Ctrl+click: only this)</source>
        <translation>Stumm (Strg+Klick: nur diese)</translation>
    </message>
    <message>
        <source>Solo %1</source>
        <translation>%1 solo</translation>
    </message>
    <message>
        <source>Solo (Ctrl+click: only this)</source>
        <translation>Solo (Strg+Klick: nur diese)</translation>
    </message>
</context>
<context>
    <name>nde::ui::LaneView</name>
    <message>
        <source>Lanes</source>
        <translation>Spuren</translation>
    </message>
</context>
<context>
    <name>nde::ui::LevelMeter</name>
    <message>
        <source>Level</source>
        <translation>Pegel</translation>
    </message>
</context>
<context>
    <name>nde::ui::MainWindow</name>
    <message>
        <source>New studio</source>
        <translation>Neues Studio</translation>
    </message>
    <message>
        <source>Database ok</source>
        <translation>Datenbank ok</translation>
    </message>
    <message>
        <source>Database: last change failed</source>
        <translation>Datenbank: letzte Änderung misslungen</translation>
    </message>
    <message>
        <source>1 sound</source>
        <translation>1 Klang</translation>
    </message>
    <message>
        <source>%1 sounds</source>
        <translation>%1 Klänge</translation>
    </message>
    <message>
        <source>%1 shown</source>
        <translation>%1 gezeigt</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 gewählt</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Neuromorphic Dream Engine</source>
        <translation>Neuromorphic Dream Engine</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Raum</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>CPU · 1 core</source>
        <translation>CPU · 1 Kern</translation>
    </message>
    <message>
        <source>CPU · %1 cores</source>
        <translation>CPU · %1 Kerne</translation>
    </message>
    <message>
        <source>Computing happens on the processor</source>
        <translation>Gerechnet wird auf dem Prozessor</translation>
    </message>
    <message>
        <source>Open studio…</source>
        <translation>Studio öffnen…</translation>
    </message>
    <message>
        <source>Open track…</source>
        <translation>Track öffnen…</translation>
    </message>
    <message>
        <source>Ctrl+O</source>
        <translation>Strg+O</translation>
    </message>
    <message>
        <source>Add folder to library…</source>
        <translation>Ordner aufnehmen…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Strg+,</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Ctrl+Q</source>
        <translation>Strg+Q</translation>
    </message>
    <message>
        <source>Takes tracks apart, dreams new sounds from them and builds the next one. Works fully offline. Free software under the GNU General Public License, version 3.</source>
        <translation>Zerlegt Tracks, träumt neue Klänge daraus und baut den nächsten. Arbeitet ganz ohne Netz. Freie Software unter der GNU General Public License, Version 3.</translation>
    </message>
</context>
<context>
    <name>nde::ui::Rail</name>
    <message>
        <source>Rooms</source>
        <translation>Räume</translation>
    </message>
</context>
<context>
    <name>nde::ui::RatingStars</name>
    <message>
        <source>Rating</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>Rating (1–5, 0 clears)</source>
        <translation>Wertung (1–5, 0 löscht)</translation>
    </message>
</context>
<context>
    <name>nde::ui::SearchField</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
</context>
<context>
    <name>nde::ui::ShortcutSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Ctrl</source>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Play the current sound, or stop</source>
        <translation>Aktuellen Klang abspielen oder stoppen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Stop everything</source>
        <translation>Alles stoppen</translation>
    </message>
    <message>
        <source>Loop the selection or the whole sound</source>
        <translation>Auswahl oder ganzen Klang wiederholen</translation>
    </message>
    <message>
        <source>Next sound, and hear it</source>
        <translation>Nächster Klang, und ihn hören</translation>
    </message>
    <message>
        <source>Go to a room</source>
        <translation>In einen Raum gehen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Open a track</source>
        <translation>Einen Track öffnen</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>Nächster Teil des Fensters</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>Am Zeiger zoomen</translation>
    </message>
    <message>
        <source>Scroll</source>
        <translation>Schieben</translation>
    </message>
    <message>
        <source>Zoom to the selection</source>
        <translation>Auf die Auswahl zoomen</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Set start or end of the selection</source>
        <translation>Anfang oder Ende der Auswahl setzen</translation>
    </message>
    <message>
        <source>Move the playhead</source>
        <translation>Abspielmarke bewegen</translation>
    </message>
    <message>
        <source>Hear</source>
        <translation>Hören</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Bewegen</translation>
    </message>
    <message>
        <source>Waveform</source>
        <translation>Wellenform</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>nde::ui::StatusBar</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
</context>
<context>
    <name>nde::ui::TimeReadout</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>nde::ui::TitleBar</name>
    <message>
        <source>Title bar</source>
        <translation>Titelleiste</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>Studio</translation>
    </message>
    <message>
        <source>Search sounds</source>
        <translation>Klänge suchen</translation>
    </message>
    <message>
        <source>Ctrl F</source>
        <translation>Strg F</translation>
    </message>
    <message>
        <source>Activity (Ctrl+J)</source>
        <translation>Aktivität (Strg+J)</translation>
    </message>
    <message>
        <source>Activity, running: %1</source>
        <translation>Aktivität, läuft: %1</translation>
    </message>
</context>
<context>
    <name>nde::ui::ToastStack</name>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Dismiss message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>nde::ui::WaveView</name>
    <message>
        <source>Waveform</source>
        <translation>Wellenform</translation>
    </message>
    <message>
        <source>Waveform of %1</source>
        <translation>Wellenform von %1</translation>
    </message>
    <message>
        <source>playing</source>
        <translation>spielt</translation>
    </message>
    <message>
        <source>looping %1</source>
        <translation>Schleife %1</translation>
    </message>
    <message>
        <source>selected %1</source>
        <translation>gewählt %1</translation>
    </message>
</context>
<context>
    <name>nde::ui::WelcomePage</name>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Take a track apart. Dream new sounds from it. Build the next one.</source>
        <translation>Zerlege einen Track. Träume neue Klänge daraus. Baue den nächsten.</translation>
    </message>
    <message>
        <source>One sound, one loop: separate, collect, train, dream, compose. Every sound keeps its family tree.</source>
        <translation>Ein Klang, ein Kreis: trennen, sammeln, trainieren, träumen, bauen. Jeder Klang behält seinen Stammbaum.</translation>
    </message>
    <message>
        <source>Drop a track</source>
        <translation>Track hier ablegen</translation>
    </message>
    <message>
        <source>WAV, FLAC, AIFF, MP3, OGG or a whole folder</source>
        <translation>WAV, FLAC, AIFF, MP3, OGG oder ein ganzer Ordner</translation>
    </message>
    <message>
        <source>Open a track…</source>
        <translation>Track öffnen…</translation>
    </message>
    <message>
        <source>Ctrl O</source>
        <translation>Strg O</translation>
    </message>
    <message>
        <source>Play with the starter kit</source>
        <translation>Mit dem Startpaket spielen</translation>
    </message>
    <message>
        <source>About 300 free sounds and a 32-bar demo track, made on this computer in seconds.</source>
        <translation>Rund 300 freie Klänge und ein Demo-Track mit 32 Takten, in Sekunden auf diesem Rechner erzeugt.</translation>
    </message>
    <message>
        <source>Make the starter kit</source>
        <translation>Startpaket erzeugen</translation>
    </message>
    <message>
        <source>Add my sample folder</source>
        <translation>Meinen Sample-Ordner aufnehmen</translation>
    </message>
    <message>
        <source>Sounds stay where they are. Subfolders included, nothing is copied or changed.</source>
        <translation>Klänge bleiben, wo sie sind. Mit Unterordnern, nichts wird kopiert oder verändert.</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>Ordner wählen…</translation>
    </message>
    <message>
        <source>Open an existing studio</source>
        <translation>Ein vorhandenes Studio öffnen</translation>
    </message>
    <message>
        <source>A studio folder, on this computer or on a drive.</source>
        <translation>Ein Studio-Ordner, auf diesem Rechner oder einem Laufwerk.</translation>
    </message>
    <message>
        <source>Open studio…</source>
        <translation>Studio öffnen…</translation>
    </message>
    <message>
        <source>Working fully offline. Nothing is downloaded, nothing leaves this computer.</source>
        <translation>Arbeitet ganz ohne Netz. Nichts wird geladen, nichts verlässt diesen Rechner.</translation>
    </message>
</context>
</TS>