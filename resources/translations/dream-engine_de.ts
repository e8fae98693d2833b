<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Jobs</name>
    <message>
        <source>Adding %1</source>
        <translation>%1 wird hinzugefügt</translation>
    </message>
    <message>
        <source>%1 is in the library</source>
        <translation>%1 ist in der Bibliothek</translation>
    </message>
    <message>
        <source>Could not add %1</source>
        <translation>%1 ließ sich nicht hinzufügen</translation>
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
        <translation>%1 wird geschnitten</translation>
    </message>
    <message>
        <source>%1 is chopped</source>
        <translation>%1 ist geschnitten</translation>
    </message>
    <message>
        <source>Could not chop %1</source>
        <translation>%1 ließ sich nicht schneiden</translation>
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
        <translation>Startpaket wird erzeugt</translation>
    </message>
    <message>
        <source>The starter kit is ready</source>
        <translation>Das Startpaket ist fertig</translation>
    </message>
    <message>
        <source>Could not make the starter kit</source>
        <translation>Das Startpaket ließ sich nicht erzeugen</translation>
    </message>
    <message>
        <source>Fetching %1</source>
        <translation>%1 wird geholt</translation>
    </message>
    <message>
        <source>Could not fetch %1</source>
        <translation>%1 ließ sich nicht holen</translation>
    </message>
    <message>
        <source>%1 is ready</source>
        <translation>%1 ist bereit</translation>
    </message>
</context>
<context>
    <name>Tags</name>
    <message>
        <source>aggressive</source>
        <translation>aggressiv</translation>
    </message>
    <message>
        <source>bright</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>crisp</source>
        <translation>knackig</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>deep</source>
        <translation>tief</translation>
    </message>
    <message>
        <source>distorted</source>
        <translation>verzerrt</translation>
    </message>
    <message>
        <source>downlifter</source>
        <translation>Downlifter</translation>
    </message>
    <message>
        <source>dreamy</source>
        <translation>verträumt</translation>
    </message>
    <message>
        <source>driving</source>
        <translation>treibend</translation>
    </message>
    <message>
        <source>fat</source>
        <translation>fett</translation>
    </message>
    <message>
        <source>full</source>
        <translation>voll</translation>
    </message>
    <message>
        <source>groovy</source>
        <translation>groovig</translation>
    </message>
    <message>
        <source>hard</source>
        <translation>hart</translation>
    </message>
    <message>
        <source>hypnotic</source>
        <translation>hypnotisch</translation>
    </message>
    <message>
        <source>impact</source>
        <translation>Impact</translation>
    </message>
    <message>
        <source>industrial</source>
        <translation>industriell</translation>
    </message>
    <message>
        <source>long</source>
        <translation>lang</translation>
    </message>
    <message>
        <source>metallic</source>
        <translation>metallisch</translation>
    </message>
    <message>
        <source>narrow</source>
        <translation>schmal</translation>
    </message>
    <message>
        <source>noisy</source>
        <translation>rauschig</translation>
    </message>
    <message>
        <source>percussive</source>
        <translation>perkussiv</translation>
    </message>
    <message>
        <source>punchy</source>
        <translation>druckvoll</translation>
    </message>
    <message>
        <source>raw</source>
        <translation>roh</translation>
    </message>
    <message>
        <source>reverse</source>
        <translation>rückwärts</translation>
    </message>
    <message>
        <source>riser</source>
        <translation>Riser</translation>
    </message>
    <message>
        <source>round</source>
        <translation>rund</translation>
    </message>
    <message>
        <source>short</source>
        <translation>kurz</translation>
    </message>
    <message>
        <source>soft</source>
        <translation>weich</translation>
    </message>
    <message>
        <source>sustained</source>
        <translation>gehalten</translation>
    </message>
    <message>
        <source>sweep</source>
        <translation>Sweep</translation>
    </message>
    <message>
        <source>tight</source>
        <translation>straff</translation>
    </message>
    <message>
        <source>tonal</source>
        <translation>tonal</translation>
    </message>
    <message>
        <source>warm</source>
        <translation>warm</translation>
    </message>
    <message>
        <source>wide</source>
        <translation>breit</translation>
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
        <translation>Perkussion</translation>
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
        <translation>Keys</translation>
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
        <translation>Gesang</translation>
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
        <translation>Sonstige</translation>
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
        <translation>Loop</translation>
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
    <name>nde::app::Desktop</name>
    <message>
        <source>Studio</source>
        <translation>Studio</translation>
    </message>
    <message>
        <source>The studio “%1” could not be opened. %2</source>
        <translation>Das Studio „%1“ ließ sich nicht öffnen. %2</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Anderen Ordner wählen…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Keep the open studio</source>
        <translation>Beim offenen Studio bleiben</translation>
    </message>
    <message>
        <source>Open a studio</source>
        <translation>Studio öffnen</translation>
    </message>
    <message>
        <source>Separate</source>
        <comment>rail, short</comment>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Separate</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Library</source>
        <comment>rail, short</comment>
        <translation>Klänge</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Settings</source>
        <comment>rail, short</comment>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Making the starter kit…</source>
        <translation>Das Startpaket wird erzeugt …</translation>
    </message>
    <message>
        <source>Open a studio, or choose a folder for a new one</source>
        <translation>Studio öffnen oder Ordner für ein neues wählen</translation>
    </message>
    <message>
        <source>Open tracks to take apart</source>
        <translation>Tracks zum Zerlegen öffnen</translation>
    </message>
    <message>
        <source>Audio (*.wav *.flac *.aif *.aiff *.mp3 *.ogg *.opus *.m4a *.aac *.mp4 *.mov *.mkv);;All files (*)</source>
        <translation>Audio (*.wav *.flac *.aif *.aiff *.mp3 *.ogg *.opus *.m4a *.aac *.mp4 *.mov *.mkv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Add a folder of sounds</source>
        <translation>Ordner mit Klängen hinzufügen</translation>
    </message>
    <message numerus="yes">
        <source>%n cores · no GPU found</source>
        <translation>
            <numerusform>%n Kern · keine GPU gefunden</numerusform>
            <numerusform>%n Kerne · keine GPU gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Models</source>
        <comment>rail, short</comment>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
</context>
<context>
    <name>nde::ui::ActivityPanel</name>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>The details are on the clipboard.</source>
        <translation>Die Details sind in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>Es läuft nichts</translation>
    </message>
    <message>
        <source>Separating, training and every other longer task shows up here.</source>
        <translation>Trennen, Trainieren und jede andere längere Aufgabe erscheint hier.</translation>
    </message>
    <message>
        <source>Clear done</source>
        <translation>Fertige entfernen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Show result</source>
        <translation>Ergebnis zeigen</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
</context>
<context>
    <name>nde::ui::AuditionPanel</name>
    <message>
        <source>Three at once are the most</source>
        <translation>Höchstens drei auf einmal</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Compare: %1</source>
        <translation>Vergleich: %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Play the comparison</source>
        <translation>Vergleich abspielen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Rechnen</translation>
    </message>
    <message>
        <source>Cancel the comparison</source>
        <translation>Vergleich abbrechen</translation>
    </message>
    <message>
        <source>Run the comparison</source>
        <translation>Vergleich rechnen</translation>
    </message>
    <message>
        <source>Choose a track in the queue, or add one</source>
        <translation>Wähle einen Titel in der Warteschlange oder füge einen hinzu</translation>
    </message>
    <message>
        <source>the marked part</source>
        <translation>der markierte Teil</translation>
    </message>
    <message>
        <source>around the playhead</source>
        <translation>um die Abspielposition</translation>
    </message>
    <message>
        <source>the loudest part</source>
        <translation>der lauteste Teil</translation>
    </message>
    <message>
        <source>Compare on 15 s</source>
        <translation>15 s vergleichen</translation>
    </message>
    <message>
        <source>Close the comparison</source>
        <translation>Vergleich schließen</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>Was verglichen wird</translation>
    </message>
    <message>
        <source>What is heard</source>
        <translation>Was zu hören ist</translation>
    </message>
    <message>
        <source>Stem</source>
        <translation>Stem</translation>
    </message>
    <message>
        <source>Use this profile</source>
        <translation>Dieses Profil nehmen</translation>
    </message>
</context>
<context>
    <name>nde::ui::Chip</name>
    <message>
        <source>Removes this filter</source>
        <translation>Nimmt diesen Filter weg</translation>
    </message>
    <message>
        <source>Remove “%1”</source>
        <translation>„%1“ entfernen</translation>
    </message>
</context>
<context>
    <name>nde::ui::CountBadge</name>
    <message numerus="yes">
        <source>%n kick(s)</source>
        <translation>
            <numerusform>%n Kick</numerusform>
            <numerusform>%n Kicks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n snare(s)</source>
        <translation>
            <numerusform>%n Snare</numerusform>
            <numerusform>%n Snares</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hat(s)</source>
        <translation>
            <numerusform>%n Hi-Hat</numerusform>
            <numerusform>%n Hi-Hats</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clap(s)</source>
        <translation>
            <numerusform>%n Clap</numerusform>
            <numerusform>%n Claps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tom(s)</source>
        <translation>
            <numerusform>%n Tom</numerusform>
            <numerusform>%n Toms</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cymbal(s)</source>
        <translation>
            <numerusform>%n Becken</numerusform>
            <numerusform>%n Becken</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
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
        <translation>Loop</translation>
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
        <translation>Einen Klang abspielen, sobald er gewählt wird</translation>
    </message>
    <message>
        <source>Match loudness</source>
        <translation>Pegel angleichen</translation>
    </message>
    <message>
        <source>Play every sound at −18 LUFS, without clipping</source>
        <translation>Jeden Klang mit −18 LUFS abspielen, ohne Übersteuern</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorhören</translation>
    </message>
    <message>
        <source>Preview level</source>
        <translation>Abhörpegel</translation>
    </message>
    <message>
        <source>How loud sounds are previewed (double click: −6 dB)</source>
        <translation>Wie laut Klänge vorgehört werden (Doppelklick: −6 dB)</translation>
    </message>
    <message>
        <source>Select = hear · Space again · Esc stops everything</source>
        <translation>Wählen = hören · Leertaste noch einmal · Esc stoppt alles</translation>
    </message>
    <message>
        <source>Nothing on the Deck</source>
        <translation>Nichts auf dem Deck</translation>
    </message>
    <message>
        <source>Select a sound</source>
        <translation>Klang wählen</translation>
    </message>
</context>
<context>
    <name>nde::ui::DeckController</name>
    <message numerus="yes">
        <source>%n lane(s)</source>
        <translation>
            <numerusform>%n Spur</numerusform>
            <numerusform>%n Spuren</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::DetailsPanel</name>
    <message>
        <source>Shifts</source>
        <translation>Verschiebungen</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>Überlappung</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>%1  ·  %2× time</source>
        <translation>%1  ·  %2× Zeit</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message numerus="yes">
        <source>%n shift(s)</source>
        <translation>
            <numerusform>%n Verschiebung</numerusform>
            <numerusform>%n Verschiebungen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>exact (32 bit)</source>
        <translation>exakt (32 Bit)</translation>
    </message>
    <message>
        <source>fast (16 bit, at least 45 dB of exact)</source>
        <translation>schnell (16 Bit, mindestens 45 dB von exakt)</translation>
    </message>
    <message>
        <source>automatic (graphics processor)</source>
        <translation>automatisch (Grafikprozessor)</translation>
    </message>
    <message>
        <source>automatic (processor)</source>
        <translation>automatisch (Prozessor)</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>graphics processor</source>
        <translation>Grafikprozessor</translation>
    </message>
    <message>
        <source>Draft has no details. They are for the networks.</source>
        <translation>Entwurf hat keine Einzelheiten. Sie gelten für die Netze.</translation>
    </message>
    <message>
        <source>More shifts and overlap: fewer artefacts, more time. A shorter segment is for machines with little memory.</source>
        <translation>Mehr Verschiebungen und Überlappung: weniger Artefakte, mehr Zeit. Ein kürzeres Segment ist für Rechner mit wenig Speicher.</translation>
    </message>
    <message>
        <source>Details of the separation</source>
        <translation>Einzelheiten der Trennung</translation>
    </message>
    <message>
        <source>As the profile has it</source>
        <translation>Wie im Profil</translation>
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
        <translation>In die Bibliothek</translation>
    </message>
    <message>
        <source>Sounds stay where they are (hold Shift)</source>
        <translation>Klänge bleiben, wo sie sind (Umschalt halten)</translation>
    </message>
</context>
<context>
    <name>nde::ui::DropStrip</name>
    <message>
        <source>Drop tracks or folders</source>
        <translation>Tracks oder Ordner ablegen</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien…</translation>
    </message>
    <message>
        <source>Add files… (Ctrl+O)</source>
        <translation>Dateien hinzufügen… (Strg+O)</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner…</translation>
    </message>
</context>
<context>
    <name>nde::ui::EmptyLibrary</name>
    <message>
        <source>No sounds yet</source>
        <translation>Noch keine Klänge</translation>
    </message>
    <message>
        <source>Three ways to begin. Nothing needs a network.</source>
        <translation>Drei Wege zu beginnen. Nichts davon braucht ein Netz.</translation>
    </message>
    <message>
        <source>Starter kit</source>
        <translation>Startpaket</translation>
    </message>
    <message>
        <source>My samples</source>
        <translation>Meine Samples</translation>
    </message>
    <message>
        <source>A track</source>
        <translation>Ein Track</translation>
    </message>
    <message>
        <source>About 300 sounds and one demo track, synthesised here in a few seconds.</source>
        <translation>Rund 300 Klänge und ein Demotrack, hier in wenigen Sekunden erzeugt.</translation>
    </message>
    <message>
        <source>A folder of your own. The files stay where they are and are never changed.</source>
        <translation>Ein eigener Ordner. Die Dateien bleiben, wo sie sind, und werden nie verändert.</translation>
    </message>
    <message>
        <source>Drop a track into Separate and get its drums, bass, vocals and the rest.</source>
        <translation>Ein Track wird zu Drums, Bass, Gesang und dem Rest.</translation>
    </message>
    <message>
        <source>Make the starter kit</source>
        <translation>Startpaket erzeugen</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Go to Separate</source>
        <translation>Zum Trennen</translation>
    </message>
</context>
<context>
    <name>nde::ui::FacetPanel</name>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Facets</source>
        <translation>Facetten</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Also half and double tempo</source>
        <translation>Auch halbes und doppeltes Tempo</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Braucht Aufmerksamkeit</translation>
    </message>
</context>
<context>
    <name>nde::ui::Facts</name>
    <message>
        <source>%1 minor</source>
        <translation>%1-Moll</translation>
    </message>
    <message>
        <source>%1 major</source>
        <translation>%1-Dur</translation>
    </message>
    <message>
        <source>clipping</source>
        <translation>übersteuert</translation>
    </message>
    <message>
        <source>DC offset</source>
        <translation>Gleichspannung</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>much silence</source>
        <translation>viel Stille</translation>
    </message>
    <message>
        <source>hum</source>
        <translation>Brummen</translation>
    </message>
    <message>
        <source>phase problems</source>
        <translation>Phasenprobleme</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>sauber</translation>
    </message>
    <message>
        <source>%1 BPM</source>
        <translation>%1 BPM</translation>
    </message>
    <message>
        <source>%1 LUFS · peak %2 dB</source>
        <translation>%1 LUFS · Spitze %2 dB</translation>
    </message>
    <message>
        <source>%1 %2 bit</source>
        <translation>%1 %2 Bit</translation>
    </message>
    <message>
        <source>mono</source>
        <translation>mono</translation>
    </message>
    <message>
        <source>stereo</source>
        <translation>stereo</translation>
    </message>
    <message>
        <source>%1 channels</source>
        <translation>%1 Kanäle</translation>
    </message>
    <message>
        <source>not analysed yet</source>
        <translation>noch nicht analysiert</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>%1 · seed %2</source>
        <translation>%1 · Seed %2</translation>
    </message>
    <message>
        <source>heavy clipping</source>
        <translation>stark übersteuert</translation>
    </message>
    <message>
        <source>click at the seam</source>
        <translation>Knacks an der Naht</translation>
    </message>
    <message>
        <source>click at the edge</source>
        <translation>Knacks am Rand</translation>
    </message>
    <message>
        <source>dropouts</source>
        <translation>Aussetzer</translation>
    </message>
    <message>
        <source>broken samples</source>
        <translation>kaputte Samples</translation>
    </message>
    <message>
        <source>little treble</source>
        <translation>wenig Höhen</translation>
    </message>
    <message>
        <source>Starter kit</source>
        <translation>Startpaket</translation>
    </message>
</context>
<context>
    <name>nde::ui::FileChooser</name>
    <message>
        <source>Audio files (%1)</source>
        <translation>Audiodateien (%1)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Models (%1)</source>
        <translation>Modelle (%1)</translation>
    </message>
</context>
<context>
    <name>nde::ui::HistogramRange</name>
    <message>
        <source>%1, from</source>
        <translation>%1, von</translation>
    </message>
    <message>
        <source>%1, up to</source>
        <translation>%1, bis</translation>
    </message>
</context>
<context>
    <name>nde::ui::InspectorPanel</name>
    <message>
        <source>The file is not where it was: %1</source>
        <translation>Die Datei ist nicht mehr an ihrem Ort: %1</translation>
    </message>
    <message>
        <source>Analysis failed: %1</source>
        <translation>Analyse gescheitert: %1</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>Tonhöhe</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonart</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Güte</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Edit tags: %1</source>
        <translation>Tags bearbeiten: %1</translation>
    </message>
    <message>
        <source>“%1” is being chopped into hits.</source>
        <translation>„%1“ wird in Schläge geschnitten.</translation>
    </message>
    <message>
        <source>“%1” waits in the queue of the Separate room.</source>
        <translation>„%1“ wartet in der Warteschlange unter Trennen.</translation>
    </message>
    <message>
        <source>The folder is %1.</source>
        <translation>Der Ordner ist %1.</translation>
    </message>
    <message>
        <source>The path is on the clipboard.</source>
        <translation>Der Pfad ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>No sound chosen</source>
        <translation>Kein Klang gewählt</translation>
    </message>
    <message>
        <source>Choose a sound to see its facts.</source>
        <translation>Wähle einen Klang, um seine Daten zu sehen.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>Waveform</source>
        <translation>Wellenform</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>Stammbaum</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Chop into hits</source>
        <translation>In Schläge schneiden</translation>
    </message>
    <message>
        <source>Separate into stems</source>
        <translation>In Stems trennen</translation>
    </message>
    <message>
        <source>Show file</source>
        <translation>Datei zeigen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Rating (1–5, 0 clears)</source>
        <translation>Wertung (1–5, 0 löscht)</translation>
    </message>
</context>
<context>
    <name>nde::ui::JobTableModel</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Rest</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Memory was short. What was done: %1</source>
        <translation>Der Speicher war knapp. Was getan wurde: %1</translation>
    </message>
    <message>
        <source>memory was short</source>
        <translation>Speicher war knapp</translation>
    </message>
</context>
<context>
    <name>nde::ui::JobText</name>
    <message numerus="yes">
        <source>%n stem(s)</source>
        <translation>
            <numerusform>%n Stem</numerusform>
            <numerusform>%n Stems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n slice(s)</source>
        <translation>
            <numerusform>%n Schnitt</numerusform>
            <numerusform>%n Schnitte</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is silent</source>
        <translation>%1 ist still</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Separate</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Chop</source>
        <translation>Schneiden</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Dream</source>
        <translation>Träumen</translation>
    </message>
    <message>
        <source>Compose</source>
        <translation>Bauen</translation>
    </message>
    <message>
        <source>Starter kit</source>
        <translation>Startpaket</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>liest</translation>
    </message>
    <message>
        <source>looking for files</source>
        <translation>sucht Dateien</translation>
    </message>
    <message>
        <source>adding to the library</source>
        <translation>nimmt in die Bibliothek auf</translation>
    </message>
    <message>
        <source>separating</source>
        <translation>trennt</translation>
    </message>
    <message>
        <source>writing files</source>
        <translation>schreibt Dateien</translation>
    </message>
    <message>
        <source>analysing</source>
        <translation>analysiert</translation>
    </message>
    <message>
        <source>finding hits</source>
        <translation>findet Schläge</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>lädt</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>lädt das Modell</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>bereitet vor</translation>
    </message>
    <message>
        <source>training</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>dreaming</source>
        <translation>träumt</translation>
    </message>
    <message>
        <source>choosing the best</source>
        <translation>wählt die besten</translation>
    </message>
    <message>
        <source>planning</source>
        <translation>plant</translation>
    </message>
    <message>
        <source>choosing sounds</source>
        <translation>wählt Klänge</translation>
    </message>
    <message>
        <source>arranging</source>
        <translation>arrangiert</translation>
    </message>
    <message>
        <source>rendering</source>
        <translation>rechnet die Mischung</translation>
    </message>
    <message>
        <source>synthesising</source>
        <translation>erzeugt Klänge</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n Klang</numerusform>
            <numerusform>%n Klänge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n nicht lesbar</numerusform>
            <numerusform>%n nicht lesbar</numerusform>
        </translation>
    </message>
    <message>
        <source>This file or value could not be used.</source>
        <translation>Diese Datei oder dieser Wert ist nicht brauchbar.</translation>
    </message>
    <message>
        <source>The file was not found.</source>
        <translation>Die Datei wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>The file could not be read or written.</source>
        <translation>Die Datei ließ sich nicht lesen oder schreiben.</translation>
    </message>
    <message>
        <source>The file is damaged.</source>
        <translation>Die Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>This format cannot be read here.</source>
        <translation>Dieses Format ist hier nicht lesbar.</translation>
    </message>
    <message>
        <source>The folder may not be written to.</source>
        <translation>In den Ordner darf nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>There is no trained model for this yet.</source>
        <translation>Dafür gibt es noch kein trainiertes Modell.</translation>
    </message>
    <message>
        <source>There are too few sounds for this.</source>
        <translation>Dafür gibt es zu wenige Klänge.</translation>
    </message>
    <message>
        <source>The model computed nothing usable.</source>
        <translation>Das Modell hat nichts Brauchbares berechnet.</translation>
    </message>
    <message>
        <source>There was not enough memory.</source>
        <translation>Der Speicher reichte nicht.</translation>
    </message>
    <message>
        <source>Another program is using this.</source>
        <translation>Ein anderes Programm verwendet das gerade.</translation>
    </message>
    <message>
        <source>A file of that name exists already.</source>
        <translation>Eine Datei dieses Namens gibt es schon.</translation>
    </message>
    <message>
        <source>No audio output is available.</source>
        <translation>Es gibt keinen Audioausgang.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Something went wrong inside the studio.</source>
        <translation>Im Studio ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>Check the file in another program, then retry.</source>
        <translation>Prüfe die Datei in einem anderen Programm und wiederhole.</translation>
    </message>
    <message>
        <source>Put the file back where it was, then retry.</source>
        <translation>Lege die Datei an ihren Ort zurück und wiederhole.</translation>
    </message>
    <message>
        <source>Check that the folder is there and may be written to, then retry.</source>
        <translation>Prüfe, ob der Ordner da ist und beschrieben werden darf, und wiederhole.</translation>
    </message>
    <message>
        <source>Convert it to WAV or FLAC and add it again.</source>
        <translation>Wandle sie in WAV oder FLAC um und füge sie neu hinzu.</translation>
    </message>
    <message>
        <source>Free some space, then retry.</source>
        <translation>Schaffe Platz und wiederhole.</translation>
    </message>
    <message>
        <source>Train a model for this category first.</source>
        <translation>Trainiere zuerst ein Modell für diese Kategorie.</translation>
    </message>
    <message>
        <source>Add more sounds of this category, then retry.</source>
        <translation>Füge mehr Klänge dieser Kategorie hinzu und wiederhole.</translation>
    </message>
    <message>
        <source>Train the model again, then retry.</source>
        <translation>Trainiere das Modell neu und wiederhole.</translation>
    </message>
    <message>
        <source>Close other programs, then retry.</source>
        <translation>Schließe andere Programme und wiederhole.</translation>
    </message>
    <message>
        <source>Wait until the other program is done, then retry.</source>
        <translation>Warte, bis das andere Programm fertig ist, und wiederhole.</translation>
    </message>
    <message>
        <source>Choose another name or folder.</source>
        <translation>Wähle einen anderen Namen oder Ordner.</translation>
    </message>
    <message>
        <source>Choose an output in the settings.</source>
        <translation>Wähle einen Ausgang in den Einstellungen.</translation>
    </message>
    <message>
        <source>Retry. The details say what happened.</source>
        <translation>Wiederhole. Die Details sagen, was geschah.</translation>
    </message>
    <message>
        <source>memory was short</source>
        <translation>Speicher war knapp</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>The model is not installed.</source>
        <translation>Das Modell ist nicht installiert.</translation>
    </message>
    <message>
        <source>Get it in Models, or use Draft.</source>
        <translation>Hole es unter Modelle oder nimm Entwurf.</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbinden</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1, %2 a second</source>
        <translation>%1, %2 pro Sekunde</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>The server does not have this model.</source>
        <translation>Der Server hat dieses Modell nicht.</translation>
    </message>
    <message>
        <source>The model could not be fetched.</source>
        <translation>Das Modell konnte nicht geholt werden.</translation>
    </message>
    <message>
        <source>What arrived was not the right file and was deleted.</source>
        <translation>Was ankam, war nicht die richtige Datei und wurde gelöscht.</translation>
    </message>
    <message>
        <source>Fetch it again, choose a mirror, or import the file in Models.</source>
        <translation>Hole es noch einmal, nimm einen Spiegel oder importiere die Datei in Modelle.</translation>
    </message>
    <message>
        <source>Check the network and airplane mode, then retry: it goes on where it stopped.</source>
        <translation>Prüfe Netz und Flugmodus und versuche es erneut: Es geht weiter, wo es aufhörte.</translation>
    </message>
    <message>
        <source>Get model</source>
        <translation>Modell holen</translation>
    </message>
</context>
<context>
    <name>nde::ui::LanePanel</name>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Choose a track in the queue to see its stems.</source>
        <translation>Wähle einen Track in der Warteschlange, um seine Stems zu sehen.</translation>
    </message>
    <message>
        <source>lanes grow while separating</source>
        <translation>die Spuren wachsen beim Trennen</translation>
    </message>
    <message>
        <source>click a lane to play from there</source>
        <translation>Klick in eine Spur spielt ab dort</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Play the lanes</source>
        <translation>Spuren abspielen</translation>
    </message>
    <message>
        <source>Play the original</source>
        <translation>Original abspielen</translation>
    </message>
    <message>
        <source>Stems are in the library</source>
        <translation>Die Stems sind in der Bibliothek</translation>
    </message>
    <message>
        <source>Chopped</source>
        <translation>Geschnitten</translation>
    </message>
    <message>
        <source>What is heard</source>
        <translation>Was zu hören ist</translation>
    </message>
    <message>
        <source>Stems</source>
        <translation>Stems</translation>
    </message>
    <message>
        <source>Show in the library</source>
        <translation>In der Bibliothek zeigen</translation>
    </message>
    <message>
        <source>waiting for the next seconds</source>
        <translation>wartet auf die nächsten Sekunden</translation>
    </message>
    <message>
        <source>lanes grow while separating and can be played now</source>
        <translation>Spuren wachsen beim Trennen und sind schon abspielbar</translation>
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
    <name>nde::ui::LibraryRoom</name>
    <message>
        <source>Add sounds</source>
        <translation>Klänge hinzufügen</translation>
    </message>
    <message>
        <source>Adding to the library …</source>
        <translation>Wird in die Bibliothek aufgenommen …</translation>
    </message>
    <message>
        <source>Making the starter kit …</source>
        <translation>Das Startpaket wird erzeugt …</translation>
    </message>
    <message>
        <source>Add a folder of samples</source>
        <translation>Sample-Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Add sounds…</source>
        <translation>Klänge hinzufügen…</translation>
    </message>
</context>
<context>
    <name>nde::ui::LicenceDialog</name>
    <message>
        <source>Terms of the model</source>
        <translation>Bedingungen des Modells</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Bedingungen</translation>
    </message>
    <message>
        <source>%1 will be fetched from %2. Every file is checked by its hash.</source>
        <translation>%1 werden von %2 geholt. Jede Datei wird an ihrem Hash geprüft.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Accept and download</source>
        <translation>Annehmen und holen</translation>
    </message>
    <message>
        <source>Accept and use</source>
        <translation>Annehmen und benutzen</translation>
    </message>
    <message>
        <source>Not for commercial use.</source>
        <translation>Nicht für gewerbliche Zwecke.</translation>
    </message>
</context>
<context>
    <name>nde::ui::LineageTree</name>
    <message>
        <source>separated</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>slice</source>
        <translation>Schnitt</translation>
    </message>
    <message>
        <source>trained on</source>
        <translation>trainiert mit</translation>
    </message>
    <message>
        <source>dreamed near</source>
        <translation>geträumt nahe</translation>
    </message>
    <message>
        <source>used in</source>
        <translation>verwendet in</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
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
        <translation>Datenbank: letzte Änderung gescheitert</translation>
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
        <translation>Neuromorphe Traum-Engine</translation>
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
        <translation>Ordner in die Bibliothek…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
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
        <translation>Zerlegt Tracks, träumt daraus neue Klänge und baut den nächsten. Arbeitet ganz ohne Netz. Freie Software unter der GNU General Public License, Version 3.</translation>
    </message>
    <message numerus="yes">
        <source>CPU · %n core(s)</source>
        <translation>
            <numerusform>CPU · %n Kern</numerusform>
            <numerusform>CPU · %n Kerne</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) are still running.</source>
        <translation>
            <numerusform>%n Aufgabe läuft noch.</numerusform>
            <numerusform>%n Aufgaben laufen noch.</numerusform>
        </translation>
    </message>
    <message>
        <source>They can go back to the queue and start again when this studio is opened next.</source>
        <translation>Sie können zurück in die Warteschlange und beginnen neu, wenn dieses Studio das nächste Mal geöffnet wird.</translation>
    </message>
    <message>
        <source>Resume next time</source>
        <translation>Nächstes Mal weiter</translation>
    </message>
    <message>
        <source>Cancel them</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
</context>
<context>
    <name>nde::ui::ModelTable</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
</context>
<context>
    <name>nde::ui::ModelTableModel</name>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Four stems at once, on any computer. Profile Draft.</source>
        <translation>Vier Stems sofort, auf jedem Rechner. Profil Entwurf.</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>eingebaut</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Bedingungen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Benutzt</translation>
    </message>
</context>
<context>
    <name>nde::ui::ModelText</name>
    <message>
        <source>Four stems in studio quality. Profiles Fast and Balanced.</source>
        <translation>Vier Stems in Studioqualität. Profile Schnell und Ausgewogen.</translation>
    </message>
    <message>
        <source>One network a stem: the best quality, four times the work. Profile Best.</source>
        <translation>Ein Netz je Stem: beste Qualität, vierfache Arbeit. Profil Beste.</translation>
    </message>
    <message>
        <source>Six stems with guitar and piano; piano is experimental. Profile 6 stems.</source>
        <translation>Sechs Stems mit Gitarre und Klavier; Klavier ist ein Versuch. Profil 6 Stems.</translation>
    </message>
    <message>
        <source>The network before the transformer: four stems, another sound.</source>
        <translation>Das Netz vor dem Transformer: vier Stems, anderer Klang.</translation>
    </message>
    <message>
        <source>The bag of the 2021 contest, for comparison.</source>
        <translation>Das Netzbündel des Wettbewerbs von 2021, zum Vergleich.</translation>
    </message>
    <message>
        <source>The bag of the 2021 contest, trained on more songs.</source>
        <translation>Das Netzbündel des Wettbewerbs von 2021, mit mehr Liedern trainiert.</translation>
    </message>
    <message>
        <source>research only</source>
        <translation>nur Forschung</translation>
    </message>
    <message>
        <source>No licence text comes with these weights. Their author wrote in 2022 that they are not covered by the MIT licence of the code and are provided for scientific purposes only.</source>
        <translation>Zu diesen Gewichten gibt es keinen Lizenztext. Ihr Autor schrieb 2022, dass die MIT-Lizenz des Codes nicht für sie gilt und sie nur für wissenschaftliche Zwecke bereitstehen.</translation>
    </message>
    <message>
        <source>Read the terms (opens the browser)</source>
        <translation>Bedingungen lesen (öffnet den Browser)</translation>
    </message>
    <message>
        <source>Terms: %1.</source>
        <translation>Bedingungen: %1.</translation>
    </message>
    <message>
        <source>unknown size</source>
        <translation>Größe unbekannt</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>ready, hash checked</source>
        <translation>bereit, Hash geprüft</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>paused at %1 %</source>
        <translation>angehalten bei %1 %</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>download failed</source>
        <translation>Holen misslungen</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
</context>
<context>
    <name>nde::ui::ModelsRoom</name>
    <message>
        <source>The file was recognised and copied; its model needs more files.</source>
        <translation>Die Datei wurde erkannt und kopiert; ihr Modell braucht noch mehr Dateien.</translation>
    </message>
    <message>
        <source>%1 is complete.</source>
        <translation>%1 ist vollständig.</translation>
    </message>
    <message>
        <source>Every file of %1 has the right hash.</source>
        <translation>Jede Datei von %1 hat den richtigen Hash.</translation>
    </message>
    <message>
        <source>This file belongs to no model of the list.</source>
        <translation>Diese Datei gehört zu keinem Modell der Liste.</translation>
    </message>
    <message>
        <source>A file had a wrong hash and was deleted. Get it anew.</source>
        <translation>Eine Datei hatte einen falschen Hash und wurde gelöscht. Hole sie neu.</translation>
    </message>
    <message>
        <source>Import model files</source>
        <translation>Modelldateien importieren</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>Ein Modell entfernen</translation>
    </message>
    <message>
        <source>Remove %1 from this computer?</source>
        <translation>%1 von diesem Rechner entfernen?</translation>
    </message>
    <message>
        <source>%1 are freed. Stems made with it stay; it can be fetched again.</source>
        <translation>%1 werden frei. Damit gemachte Stems bleiben; es lässt sich wieder holen.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Offline: import it from a file</source>
        <translation>Ohne Netz: aus einer Datei importieren</translation>
    </message>
    <message>
        <source>Hashes every file anew</source>
        <translation>Bildet den Hash jeder Datei neu</translation>
    </message>
    <message>
        <source>Nothing is here to be checked</source>
        <translation>Hier gibt es nichts zu prüfen</translation>
    </message>
    <message>
        <source>Go on · %1</source>
        <translation>Weiter · %1</translation>
    </message>
    <message>
        <source>Download · %1</source>
        <translation>Holen · %1</translation>
    </message>
    <message>
        <source>Draft separation is part of the studio: it needs no download and works on any computer. The models below reach studio quality.</source>
        <translation>Die Entwurfstrennung gehört zum Studio: Sie braucht keinen Download und läuft auf jedem Rechner. Die Modelle darunter erreichen Studioqualität.</translation>
    </message>
    <message>
        <source>A file has another size or hash than it should. Get it anew.</source>
        <translation>Eine Datei hat eine andere Größe oder einen anderen Hash als sie sollte. Hole sie neu.</translation>
    </message>
    <message>
        <source>Offline — import the file, or drop it here. Draft works meanwhile.</source>
        <translation>Ohne Netz — importiere die Datei oder lege sie hier ab. Entwurf geht inzwischen.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>About the model</source>
        <translation>Über das Modell</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>From a file or a USB stick; files can also be dropped here</source>
        <translation>Aus einer Datei oder vom USB-Stick; Dateien lassen sich auch hier ablegen</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Pause the download</source>
        <translation>Holen anhalten</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Verify the model</source>
        <translation>Modell prüfen</translation>
    </message>
    <message>
        <source>Remove the model</source>
        <translation>Modell entfernen</translation>
    </message>
</context>
<context>
    <name>nde::ui::NamePlate</name>
    <message>
        <source>%1 · set by you</source>
        <translation>%1 · von dir gesetzt</translation>
    </message>
</context>
<context>
    <name>nde::ui::NetworkCard</name>
    <message>
        <source>Nothing is fetched. Models come in from files.</source>
        <translation>Nichts wird geholt. Modelle kommen aus Dateien.</translation>
    </message>
    <message>
        <source>Nothing is fetched unless you ask for it.</source>
        <translation>Nichts wird geholt, wenn du es nicht verlangst.</translation>
    </message>
    <message>
        <source>A mirror is an address such as https://example.org/models</source>
        <translation>Ein Spiegel ist eine Adresse wie https://example.org/models</translation>
    </message>
    <message>
        <source>A proxy is an address such as http://host:3128 or socks5://host:1080</source>
        <translation>Ein Proxy ist eine Adresse wie http://host:3128 oder socks5://host:1080</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Airplane: no network at all</source>
        <translation>Flugmodus: gar kein Netz</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegel</translation>
    </message>
    <message>
        <source>the official server</source>
        <translation>der offizielle Server</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>wie das System</translation>
    </message>
</context>
<context>
    <name>nde::ui::NoMatches</name>
    <message>
        <source>No sounds match</source>
        <translation>Keine Klänge passen</translation>
    </message>
    <message>
        <source>Take something out of the search.</source>
        <translation>Nimm etwas aus der Suche heraus.</translation>
    </message>
    <message>
        <source>The nearest misses:</source>
        <translation>Knapp daneben:</translation>
    </message>
    <message>
        <source>without %1: %2</source>
        <translation>ohne %1: %2</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
</context>
<context>
    <name>nde::ui::QueueTable</name>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
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
    <name>nde::ui::RecipeRow</name>
    <message numerus="yes">
        <source>%n stem(s)</source>
        <translation>
            <numerusform>%n Stem</numerusform>
            <numerusform>%n Stems</numerusform>
        </translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>Every stem and the rest</source>
        <translation>Jeder Stem und der Rest</translation>
    </message>
    <message>
        <source>Same time, fewer files</source>
        <translation>Gleiche Zeit, weniger Dateien</translation>
    </message>
    <message>
        <source>Make a recipe</source>
        <translation>Ein Rezept machen</translation>
    </message>
    <message>
        <source>A sum of stems of your own</source>
        <translation>Eine eigene Summe von Stems</translation>
    </message>
    <message>
        <source>One file with the sum of</source>
        <translation>Eine Datei mit der Summe von</translation>
    </message>
    <message>
        <source>Add the recipe</source>
        <translation>Rezept hinzufügen</translation>
    </message>
</context>
<context>
    <name>nde::ui::SearchBar</name>
    <message>
        <source>from “%1”</source>
        <translation>aus „%1“</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>“%1” was not understood and is left out.</source>
        <translation>„%1“ wurde nicht verstanden und bleibt außen vor.</translation>
    </message>
    <message>
        <source>%1 sounds</source>
        <translation>%1 Klänge</translation>
    </message>
    <message>
        <source>%1 of %2 sounds</source>
        <translation>%1 von %2 Klängen</translation>
    </message>
    <message>
        <source>%1 · %2 ms</source>
        <translation>%1 · %2 ms</translation>
    </message>
    <message>
        <source>Search sounds</source>
        <translation>Klänge durchsuchen</translation>
    </message>
    <message>
        <source>Search names and tags, or bpm:120-128 key:Am cat:kick</source>
        <translation>Namen und Tags suchen, oder bpm:120-128 key:Am cat:kick</translation>
    </message>
    <message>
        <source>What the search asks for</source>
        <translation>Wonach gesucht wird</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>Alles löschen</translation>
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
    <name>nde::ui::SearchText</name>
    <message>
        <source>not %1</source>
        <translation>nicht %1</translation>
    </message>
    <message>
        <source>tag %1</source>
        <translation>Tag %1</translation>
    </message>
    <message>
        <source>not tag %1</source>
        <translation>nicht Tag %1</translation>
    </message>
    <message>
        <source>quality %1</source>
        <translation>Güte %1</translation>
    </message>
    <message numerus="yes">
        <source>%n star(s) or more</source>
        <translation>
            <numerusform>ab %n Stern</numerusform>
            <numerusform>ab %n Sternen</numerusform>
        </translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Braucht Aufmerksamkeit</translation>
    </message>
</context>
<context>
    <name>nde::ui::SeparateHead</name>
    <message>
        <source>Needs %1: %2, %3</source>
        <translation>Braucht %1: %2, %3</translation>
    </message>
    <message>
        <source>Choose a track in the queue, or add one</source>
        <translation>Wähle einen Titel in der Warteschlange oder füge einen hinzu</translation>
    </message>
    <message>
        <source>Separates “%1” as set here</source>
        <translation>Trennt „%1“ wie hier eingestellt</translation>
    </message>
    <message>
        <source>Pause at %1</source>
        <translation>Anhalten bei %1</translation>
    </message>
    <message>
        <source>Get model · %1</source>
        <translation>Modell holen · %1</translation>
    </message>
    <message>
        <source>Offline: import the model from a file in Models</source>
        <translation>Ohne Netz: das Modell unter Modelle aus einer Datei importieren</translation>
    </message>
    <message>
        <source>≈ %1× track length</source>
        <translation>≈ %1× Titellänge</translation>
    </message>
    <message>
        <source>%1 for “%2”</source>
        <translation>%1 für „%2“</translation>
    </message>
    <message>
        <source>built in, needs no download</source>
        <translation>eingebaut, braucht keinen Download</translation>
    </message>
    <message numerus="yes">
        <source>%n network(s)</source>
        <translation>
            <numerusform>%n Netz</numerusform>
            <numerusform>%n Netze</numerusform>
        </translation>
    </message>
    <message>
        <source>about %1× the time of Balanced</source>
        <translation>etwa %1× die Zeit von Ausgewogen</translation>
    </message>
    <message numerus="yes">
        <source>%n track(s) start when the model is here</source>
        <translation>
            <numerusform>%n Titel beginnt, wenn das Modell da ist</numerusform>
            <numerusform>%n Titel beginnen, wenn das Modell da ist</numerusform>
        </translation>
    </message>
    <message>
        <source>%1× the profile&apos;s time · %2</source>
        <translation>%1× die Zeit des Profils · %2</translation>
    </message>
    <message>
        <source>Write {stem} somewhere, else all stems have one name</source>
        <translation>Schreibe irgendwo {stem}, sonst heißen alle Stems gleich</translation>
    </message>
    <message>
        <source>Known words: {track} {stem} {model} {profile} {date} {bpm} {key}</source>
        <translation>Bekannte Wörter: {track} {stem} {model} {profile} {date} {bpm} {key}</translation>
    </message>
    <message>
        <source>Only places inside the folder can be named</source>
        <translation>Nur Orte innerhalb des Ordners sind möglich</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>This makes no usable file name</source>
        <translation>Das ergibt keinen brauchbaren Dateinamen</translation>
    </message>
    <message>
        <source>The studio&apos;s stems folder</source>
        <translation>Der Stems-Ordner des Studios</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>Ein anderer Ordner…</translation>
    </message>
    <message>
        <source>Folder for stems</source>
        <translation>Ordner für Stems</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Studio › stems</source>
        <translation>Studio › Stems</translation>
    </message>
    <message>
        <source>Destination: %1</source>
        <translation>Ziel: %1</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>Save to</source>
        <translation>Ablage</translation>
    </message>
    <message>
        <source>Compare on 15 s</source>
        <translation>15 s vergleichen</translation>
    </message>
    <message>
        <source>Hear up to three profiles on 15 seconds, then choose</source>
        <translation>Bis zu drei Profile auf 15 Sekunden hören, dann wählen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Details of the separation</source>
        <translation>Einzelheiten der Trennung</translation>
    </message>
    <message>
        <source>Chop drums</source>
        <translation>Schlagzeug zerlegen</translation>
    </message>
    <message>
        <source>Cut the drum stem into single hits when it is done</source>
        <translation>Den Schlagzeug-Stem danach in einzelne Schläge schneiden</translation>
    </message>
    <message>
        <source>Name template</source>
        <translation>Namensvorlage</translation>
    </message>
    <message>
        <source>Words: {track} {stem} {model} {profile} {date} {bpm} {key}; / makes folders</source>
        <translation>Wörter: {track} {stem} {model} {profile} {date} {bpm} {key}; / macht Ordner</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Separate the chosen track</source>
        <translation>Den gewählten Titel trennen</translation>
    </message>
    <message>
        <source>Use Draft now</source>
        <translation>Jetzt Entwurf nehmen</translation>
    </message>
    <message>
        <source>Draft is built in and starts at once</source>
        <translation>Entwurf ist eingebaut und beginnt sofort</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
</context>
<context>
    <name>nde::ui::SeparateRoom</name>
    <message>
        <source>Add tracks</source>
        <translation>Tracks hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder of tracks</source>
        <translation>Ordner mit Tracks hinzufügen</translation>
    </message>
    <message>
        <source>No audio files in this folder.</source>
        <translation>In diesem Ordner sind keine Audiodateien.</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n läuft</numerusform>
            <numerusform>%n laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n gescheitert</numerusform>
            <numerusform>%n gescheitert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n fertig</numerusform>
            <numerusform>%n fertig</numerusform>
        </translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume the queue</source>
        <translation>Warteschlange fortsetzen</translation>
    </message>
    <message>
        <source>Pause the queue</source>
        <translation>Warteschlange anhalten</translation>
    </message>
    <message>
        <source>Separate</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the chosen track</source>
        <translation>Den gewählten Track abbrechen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Retry the chosen track</source>
        <translation>Den gewählten Track wiederholen</translation>
    </message>
    <message>
        <source>Clear done</source>
        <translation>Fertige entfernen</translation>
    </message>
    <message>
        <source>Nothing in the queue</source>
        <translation>Die Warteschlange ist leer</translation>
    </message>
    <message>
        <source>Drop tracks here or press Ctrl+O. Draft separation needs nothing; the networks of Models give studio quality.</source>
        <translation>Lege Titel hier ab oder drücke Strg+O. Die Entwurfstrennung braucht nichts; die Netze unter Modelle geben Studioqualität.</translation>
    </message>
</context>
<context>
    <name>nde::ui::SettingsRoom</name>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Size of everything in the window</source>
        <translation>Größe von allem im Fenster</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>No fades; playhead and meters still move</source>
        <translation>Keine Übergänge; Abspielmarke und Pegel bewegen sich weiter</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>Audio</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Select = hear</source>
        <translation>Wählen = hören</translation>
    </message>
    <message>
        <source>A sound plays when it is chosen</source>
        <translation>Ein Klang spielt, wenn er gewählt wird</translation>
    </message>
    <message>
        <source>Match levels</source>
        <translation>Pegel angleichen</translation>
    </message>
    <message>
        <source>Every sound is heard equally loud; files are not changed</source>
        <translation>Jeder Klang ist gleich laut zu hören; Dateien bleiben unverändert</translation>
    </message>
    <message>
        <source>Preview level</source>
        <translation>Abhörpegel</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>Studio</translation>
    </message>
    <message>
        <source>Studio folder</source>
        <translation>Studio-Ordner</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Waveform overviews; they are made again when needed</source>
        <translation>Wellenform-Übersichten; sie entstehen bei Bedarf neu</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Rechenkerne</translation>
    </message>
    <message>
        <source>For separating and training; after a restart</source>
        <translation>Zum Trennen und Trainieren; nach einem Neustart</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>How much is written to .dream/log/dream.log</source>
        <translation>Wie viel in .dream/log/dream.log geschrieben wird</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>Every step</source>
        <translation>Jeder Schritt</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>The system&apos;s output</source>
        <translation>Ausgang des Systems</translation>
    </message>
    <message>
        <source>No audio output found</source>
        <translation>Kein Audioausgang gefunden</translation>
    </message>
    <message>
        <source>%1 freed.</source>
        <translation>%1 freigegeben.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the studio folder</source>
        <translation>Studio-Ordner öffnen</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clean the cache</source>
        <translation>Cache leeren</translation>
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
        <translation>Nächster Klang, und hören</translation>
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
        <translation>Track öffnen</translation>
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
        <translation>Verschieben</translation>
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
    <message>
        <source>The original or its stems</source>
        <translation>Das Original oder seine Stems</translation>
    </message>
    <message>
        <source>One of the compared profiles</source>
        <translation>Eines der verglichenen Profile</translation>
    </message>
</context>
<context>
    <name>nde::ui::SoundActions</name>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Edit tags</source>
        <translation>Tags bearbeiten</translation>
    </message>
    <message>
        <source>Separate into stems</source>
        <translation>In Stems trennen</translation>
    </message>
    <message>
        <source>Chop into hits</source>
        <translation>In Schläge schneiden</translation>
    </message>
    <message>
        <source>Show file in folder</source>
        <translation>Datei im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy file</source>
        <translation>Datei kopieren</translation>
    </message>
    <message>
        <source>Remove from library…</source>
        <translation>Aus der Bibliothek entfernen…</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>Set category</source>
        <translation>Kategorie setzen</translation>
    </message>
    <message>
        <source>No rating</source>
        <translation>Keine Wertung</translation>
    </message>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n Stern</numerusform>
            <numerusform>%n Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove from favourites</source>
        <translation>Aus Favoriten entfernen</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>Zu Favoriten</translation>
    </message>
    <message>
        <source>“%1” waits in the queue of the Separate room.</source>
        <translation>„%1“ wartet in der Warteschlange unter Trennen.</translation>
    </message>
    <message>
        <source>“%1” is being chopped into hits.</source>
        <translation>„%1“ wird in Schläge geschnitten.</translation>
    </message>
    <message>
        <source>The file of this sound is missing.</source>
        <translation>Die Datei dieses Klangs fehlt.</translation>
    </message>
    <message>
        <source>The folder is %1.</source>
        <translation>Der Ordner ist %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) copied.</source>
        <translation>
            <numerusform>%n Datei kopiert.</numerusform>
            <numerusform>%n Dateien kopiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove from library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n sound(s) from the library?</source>
        <translation>
            <numerusform>%n Klang aus der Bibliothek entfernen?</numerusform>
            <numerusform>%n Klänge aus der Bibliothek entfernen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Ratings and tags are forgotten. The files stay where they are.</source>
        <translation>Wertungen und Tags gehen verloren. Die Dateien bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
</context>
<context>
    <name>nde::ui::SoundTable</name>
    <message>
        <source>Sounds</source>
        <translation>Klänge</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n Klang</numerusform>
            <numerusform>%n Klänge</numerusform>
        </translation>
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
    <name>nde::ui::StemTableModel</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n Stern</numerusform>
            <numerusform>%n Sterne</numerusform>
        </translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Waveform</source>
        <translation>Wellenform</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>BPM</source>
        <translation>BPM</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonart</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>LUFS</source>
        <translation>LUFS</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Güte</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>Fav</source>
        <translation>Fav</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Neu seit</translation>
    </message>
</context>
<context>
    <name>nde::ui::StemText</name>
    <message>
        <source>Instrumental</source>
        <translation>Instrumental</translation>
    </message>
    <message>
        <source>No %1</source>
        <comment>everything but this stem</comment>
        <translation>Ohne %1</translation>
    </message>
    <message>
        <source>Vocals</source>
        <translation>Gesang</translation>
    </message>
    <message>
        <source>Guitar</source>
        <translation>Gitarre</translation>
    </message>
    <message>
        <source>Piano</source>
        <translation>Klavier</translation>
    </message>
    <message>
        <source>Rest</source>
        <translation>Rest</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Beste</translation>
    </message>
    <message>
        <source>6 stems</source>
        <translation>6 Stems</translation>
    </message>
</context>
<context>
    <name>nde::ui::TagEditor</name>
    <message numerus="yes">
        <source>Add tags to %n sound(s)</source>
        <translation>
            <numerusform>Tags zu %n Klang hinzufügen</numerusform>
            <numerusform>Tags zu %n Klängen hinzufügen</numerusform>
        </translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>dark metallic …</source>
        <translation>dunkel metallisch …</translation>
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
        <translation>Klänge durchsuchen</translation>
    </message>
    <message>
        <source>Ctrl F</source>
        <translation>Strg F</translation>
    </message>
    <message>
        <source>Activity (Ctrl+J)</source>
        <translation>Aktivität (Strg+J)</translation>
    </message>
    <message numerus="yes">
        <source>Activity, %n running job(s)</source>
        <translation>
            <numerusform>Aktivität, %n läuft</numerusform>
            <numerusform>Aktivität, %n laufen</numerusform>
        </translation>
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
        <translation>wiederholt %1</translation>
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
        <translation>Zerlege einen Track. Träume daraus neue Klänge. Bau den nächsten.</translation>
    </message>
    <message>
        <source>One sound, one loop: separate, collect, train, dream, compose. Every sound keeps its family tree.</source>
        <translation>Ein Klang, ein Kreis: trennen, sammeln, trainieren, träumen, bauen. Jeder Klang behält seinen Stammbaum.</translation>
    </message>
    <message>
        <source>Drop a track</source>
        <translation>Track ablegen</translation>
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
        <translation>Rund 300 freie Klänge und ein Demotrack mit 32 Takten, in Sekunden auf diesem Computer erzeugt.</translation>
    </message>
    <message>
        <source>Make the starter kit</source>
        <translation>Startpaket erzeugen</translation>
    </message>
    <message>
        <source>Add my sample folder</source>
        <translation>Meinen Sample-Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Sounds stay where they are. Subfolders included, nothing is copied or changed.</source>
        <translation>Klänge bleiben, wo sie sind, auch in Unterordnern. Nichts wird kopiert oder verändert.</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>Ordner wählen…</translation>
    </message>
    <message>
        <source>Open an existing studio</source>
        <translation>Vorhandenes Studio öffnen</translation>
    </message>
    <message>
        <source>A studio folder, on this computer or on a drive.</source>
        <translation>Ein Studio-Ordner, auf diesem Computer oder einem Laufwerk.</translation>
    </message>
    <message>
        <source>Open studio…</source>
        <translation>Studio öffnen…</translation>
    </message>
    <message>
        <source>Working fully offline. Nothing is downloaded, nothing leaves this computer.</source>
        <translation>Arbeitet ganz ohne Netz. Nichts wird geladen, nichts verlässt diesen Computer.</translation>
    </message>
</context>
</TS>
