<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Arrange</name>
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
        <source>Hats</source>
        <translation>Hats</translation>
    </message>
    <message>
        <source>Open hats</source>
        <translation>Offene Hats</translation>
    </message>
    <message>
        <source>Stabs</source>
        <translation>Stabs</translation>
    </message>
    <message>
        <source>Arp</source>
        <translation>Arp</translation>
    </message>
    <message>
        <source>Cymbal</source>
        <translation>Becken</translation>
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
        <source>Pad</source>
        <translation>Pad</translation>
    </message>
    <message>
        <source>Chords</source>
        <translation>Akkorde</translation>
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
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Intro</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>Aufbau</translation>
    </message>
    <message>
        <source>Groove</source>
        <translation>Groove</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>Drop</translation>
    </message>
    <message>
        <source>Break</source>
        <translation>Break</translation>
    </message>
    <message>
        <source>Verse</source>
        <translation>Strophe</translation>
    </message>
    <message>
        <source>Chorus</source>
        <translation>Refrain</translation>
    </message>
    <message>
        <source>Bridge</source>
        <translation>Bridge</translation>
    </message>
    <message>
        <source>Evolve</source>
        <translation>Wandel</translation>
    </message>
    <message>
        <source>Peak</source>
        <translation>Gipfel</translation>
    </message>
    <message>
        <source>Outro</source>
        <translation>Outro</translation>
    </message>
    <message>
        <source>bar %1</source>
        <translation>Takt %1</translation>
    </message>
    <message>
        <source>bars %1 to %2</source>
        <translation>Takte %1 bis %2</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>Lücke</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>stumm</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n Clip</numerusform>
            <numerusform>%n Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>solo</source>
        <translation>solo</translation>
    </message>
    <message>
        <source>Dream one</source>
        <translation>Träumen</translation>
    </message>
    <message>
        <source>Wider</source>
        <translation>Weiter suchen</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leer</translation>
    </message>
</context>
<context>
    <name>Checks</name>
    <message>
        <source>%1 processor cores, %2 memory free; networks run on the processor.</source>
        <translation>%1 Prozessorkerne, %2 Speicher frei; Netze rechnen auf dem Prozessor.</translation>
    </message>
    <message>
        <source>Close other programs before training.</source>
        <translation>Schließ andere Programme vor dem Training.</translation>
    </message>
    <message>
        <source>%1 free at &apos;%2&apos;.</source>
        <translation>%1 frei bei &apos;%2&apos;.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be written.</source>
        <translation>In &apos;%1&apos; kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Change the permissions or open another studio.</source>
        <translation>Ändere die Rechte oder öffne ein anderes Studio.</translation>
    </message>
    <message>
        <source>A separation needs about ten times the size of its track: make room first.</source>
        <translation>Eine Trennung braucht etwa das Zehnfache ihres Tracks: schaff vorher Platz.</translation>
    </message>
    <message>
        <source>The library is in order (version %1).</source>
        <translation>Die Bibliothek ist in Ordnung (Version %1).</translation>
    </message>
    <message>
        <source>The library&apos;s database is damaged: %1</source>
        <translation>Die Datenbank der Bibliothek ist beschädigt: %1</translation>
    </message>
    <message>
        <source>No model is trained yet; the Draft separator needs none.</source>
        <translation>Noch ist kein Modell trainiert; die Entwurfs-Trennung braucht keins.</translation>
    </message>
    <message>
        <source>&apos;dream train kick&apos; or the Train room makes the first.</source>
        <translation>&apos;dream train kick&apos; oder der Raum Training macht das erste.</translation>
    </message>
    <message>
        <source>%1 trained: %2.</source>
        <translation>%1 trainiert: %2.</translation>
    </message>
    <message>
        <source>Damaged in &apos;%1&apos;: %2.</source>
        <translation>Beschädigt in &apos;%1&apos;: %2.</translation>
    </message>
    <message>
        <source>&apos;dream models download %1&apos; or the Models room fetches it anew.</source>
        <translation>&apos;dream models download %1&apos; oder der Raum Modelle holt es neu.</translation>
    </message>
    <message>
        <source>No separation network is installed in &apos;%1&apos;; Draft needs none.</source>
        <translation>In &apos;%1&apos; ist kein Trennungs-Netz; der Entwurf braucht keins.</translation>
    </message>
    <message>
        <source>&apos;dream models download htdemucs&apos; or the Models room fetches one, or goes on with it.</source>
        <translation>&apos;dream models download htdemucs&apos; oder der Raum Modelle holt eines oder macht damit weiter.</translation>
    </message>
    <message>
        <source>Separation networks: %1 (%2 in &apos;%3&apos;).</source>
        <translation>Trennungs-Netze: %1 (%2 in &apos;%3&apos;).</translation>
    </message>
    <message>
        <source>Separation networks: %1 (%2 in &apos;%3&apos;). Half here: %4.</source>
        <translation>Trennungs-Netze: %1 (%2 in &apos;%3&apos;). Halb da: %4.</translation>
    </message>
    <message>
        <source>No sound card and no sound server was found.</source>
        <translation>Weder Soundkarte noch Soundserver gefunden.</translation>
    </message>
    <message>
        <source>Everything but listening works; connect a device to hear.</source>
        <translation>Alles außer Hören geht; schließ zum Hören ein Gerät an.</translation>
    </message>
    <message>
        <source>A sound server is running.</source>
        <translation>Ein Soundserver läuft.</translation>
    </message>
    <message>
        <source>A sound card was found.</source>
        <translation>Eine Soundkarte ist da.</translation>
    </message>
    <message>
        <source>The library cannot be read: %1</source>
        <translation>Die Bibliothek ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>%1 sounds, %2 files missing, %3 need attention.</source>
        <translation>%1 Klänge, %2 Dateien fehlen, %3 brauchen Aufmerksamkeit.</translation>
    </message>
    <message>
        <source>Connect the drive they lie on, or remove them from the library.</source>
        <translation>Schließ das Laufwerk an, auf dem sie liegen, oder nimm sie aus der Bibliothek.</translation>
    </message>
    <message>
        <source>Port %1 is free for the local API.</source>
        <translation>Port %1 ist für die lokale API frei.</translation>
    </message>
    <message>
        <source>The local API of this studio answers at %1.</source>
        <translation>Die lokale API dieses Studios antwortet auf %1.</translation>
    </message>
    <message>
        <source>Port %1 is taken by another program.</source>
        <translation>Port %1 ist von einem anderen Programm belegt.</translation>
    </message>
    <message>
        <source>The local API takes the next one that is free; its address is shown where it is switched on.</source>
        <translation>Die lokale API nimmt den nächsten freien; ihre Adresse steht dort, wo sie eingeschaltet wird.</translation>
    </message>
    <message>
        <source>%1 sounds, the same in a copy of the library</source>
        <translation>%1 Klänge, dieselben in einer Kopie der Bibliothek</translation>
    </message>
    <message>
        <source>%1 sounds were made, %2 stand in the library and %3 in its copy</source>
        <translation>%1 Klänge entstanden, %2 stehen in der Bibliothek und %3 in ihrer Kopie</translation>
    </message>
    <message>
        <source>there is no track to separate</source>
        <translation>es gibt keinen Track zum Trennen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not as long as the track</source>
        <translation>&apos;%1&apos; ist nicht so lang wie der Track</translation>
    </message>
    <message>
        <source>the stems leave %1 dB of the track and the drums are %2 dB clearer than the mix; wanted are %3 and %4</source>
        <translation>die Stems lassen %1 dB vom Track übrig, und die Drums sind %2 dB klarer als der Mix; verlangt sind %3 und %4</translation>
    </message>
    <message>
        <source>the stems sum to the track within %1 dB, drums %2 dB clearer</source>
        <translation>die Stems ergeben den Track bis auf %1 dB, Drums %2 dB klarer</translation>
    </message>
    <message>
        <source>the model is not the one that was trained on %1 sounds</source>
        <translation>das Modell ist nicht das, das an %1 Klängen trainiert wurde</translation>
    </message>
    <message>
        <source>%1 kicks, %2 epochs, validation %3 nats</source>
        <translation>%1 Kicks, %2 Epochen, Validierung %3 nats</translation>
    </message>
    <message>
        <source>there is no model to dream with</source>
        <translation>es gibt kein Modell zum Träumen</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is silent</source>
        <translation>&apos;%1&apos; ist stumm</translation>
    </message>
    <message>
        <source>the same seed gave other bytes</source>
        <translation>derselbe Seed ergab andere Bytes</translation>
    </message>
    <message>
        <source>%1 kicks, the same bytes twice</source>
        <translation>%1 Kicks, zweimal dieselben Bytes</translation>
    </message>
    <message>
        <source>%1 s, %2 LUFS, %3 dBTP</source>
        <translation>%1 s, %2 LUFS, %3 dBTP</translation>
    </message>
    <message>
        <source>the track has %1 s, %2 LUFS, %3 dBTP; wanted are %4 s, %5 LUFS and at most %6 dBTP</source>
        <translation>der Track hat %1 s, %2 LUFS, %3 dBTP; verlangt sind %4 s, %5 LUFS und höchstens %6 dBTP</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Platte</translation>
    </message>
    <message>
        <source>Sound output</source>
        <translation>Tonausgabe</translation>
    </message>
    <message>
        <source>Separation networks</source>
        <translation>Trennungs-Netze</translation>
    </message>
    <message>
        <source>Local API</source>
        <translation>Lokale API</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Your models</source>
        <translation>Deine Modelle</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Separation</source>
        <translation>Trennung</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Dreaming</source>
        <translation>Träumen</translation>
    </message>
    <message>
        <source>Composing</source>
        <translation>Komponieren</translation>
    </message>
    <message>
        <source>Copy this report and look at it together with the Doctor&apos;s.</source>
        <translation>Kopiere diesen Bericht und sieh ihn zusammen mit dem der Diagnose an.</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>hint</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>%1 sounds counted, %2 dreamed by a job, their samples as the library knows them</source>
        <translation>%1 Klänge gezählt, %2 von einem Auftrag geträumt, ihre Samples wie in der Bibliothek</translation>
    </message>
    <message>
        <source>the server does not answer: %1</source>
        <translation>der Server antwortet nicht: %1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is answered with %2 instead of %3</source>
        <translation>&apos;%1&apos; wird mit %2 statt %3 beantwortet</translation>
    </message>
    <message>
        <source>the server counts %1 sounds and the library %2</source>
        <translation>der Server zählt %1 Klänge und die Bibliothek %2</translation>
    </message>
    <message>
        <source>%1 sounds were dreamed instead of %2</source>
        <translation>%1 Klänge wurden geträumt statt %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; comes with other samples than the library knows</source>
        <translation>&apos;%1&apos; kommt mit anderen Samples, als die Bibliothek kennt</translation>
    </message>
    <message>
        <source>&apos;dream studio repair&apos; mends it, or brings back the newest good copy.</source>
        <translation>„dream studio repair“ repariert sie oder holt die neueste gute Kopie zurück.</translation>
    </message>
    <message>
        <source>%1 processor cores, %2 memory free; separation networks run on the graphics card, all others on the processor.</source>
        <translation>%1 Prozessorkerne, %2 Speicher frei; Netze zum Trennen rechnen auf der Grafikkarte, alle anderen auf dem Prozessor.</translation>
    </message>
</context>
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
        <source>Embedding the library with %1</source>
        <translation>Die Bibliothek wird mit %1 eingebettet</translation>
    </message>
    <message>
        <source>The library is embedded with %1</source>
        <translation>Die Bibliothek ist mit %1 eingebettet</translation>
    </message>
    <message>
        <source>Could not embed the library with %1</source>
        <translation>Die Bibliothek ließ sich mit %1 nicht einbetten</translation>
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
    <message>
        <source>Keeping slices of %1</source>
        <translation>Schnitte von %1 werden behalten</translation>
    </message>
    <message>
        <source>The slices of %1 are in the library</source>
        <translation>Die Schnitte von %1 sind in der Bibliothek</translation>
    </message>
    <message>
        <source>Could not keep the slices of %1</source>
        <translation>Die Schnitte von %1 ließen sich nicht behalten</translation>
    </message>
    <message>
        <source>Exporting “%1”</source>
        <translation>„%1“ wird exportiert</translation>
    </message>
    <message>
        <source>“%1” is exported</source>
        <translation>„%1“ ist exportiert</translation>
    </message>
    <message>
        <source>Could not export “%1”</source>
        <translation>„%1“ ließ sich nicht exportieren</translation>
    </message>
    <message>
        <source>Taking over %1</source>
        <translation>%1 wird übernommen</translation>
    </message>
    <message>
        <source>%1 is taken over</source>
        <translation>%1 ist übernommen</translation>
    </message>
    <message>
        <source>Could not take over %1</source>
        <translation>%1 konnte nicht übernommen werden</translation>
    </message>
</context>
<context>
    <name>Lexicon</name>
    <message>
        <source>Techno</source>
        <translation>Techno</translation>
    </message>
    <message>
        <source>Industrial techno</source>
        <translation>Industrial techno</translation>
    </message>
    <message>
        <source>Hard techno</source>
        <translation>Hard techno</translation>
    </message>
    <message>
        <source>Minimal techno</source>
        <translation>Minimal techno</translation>
    </message>
    <message>
        <source>Dub techno</source>
        <translation>Dub techno</translation>
    </message>
    <message>
        <source>Acid techno</source>
        <translation>Acid techno</translation>
    </message>
    <message>
        <source>Melodic techno</source>
        <translation>Melodic techno</translation>
    </message>
    <message>
        <source>House</source>
        <translation>House</translation>
    </message>
    <message>
        <source>Deep house</source>
        <translation>Deep house</translation>
    </message>
    <message>
        <source>Tech house</source>
        <translation>Tech house</translation>
    </message>
    <message>
        <source>Progressive house</source>
        <translation>Progressive house</translation>
    </message>
    <message>
        <source>Electro house</source>
        <translation>Electro house</translation>
    </message>
    <message>
        <source>Trance</source>
        <translation>Trance</translation>
    </message>
    <message>
        <source>Psytrance</source>
        <translation>Psytrance</translation>
    </message>
    <message>
        <source>Hardstyle</source>
        <translation>Hardstyle</translation>
    </message>
    <message>
        <source>Hardcore</source>
        <translation>Hardcore</translation>
    </message>
    <message>
        <source>Drum and bass</source>
        <translation>Drum and bass</translation>
    </message>
    <message>
        <source>Jungle</source>
        <translation>Jungle</translation>
    </message>
    <message>
        <source>Dubstep</source>
        <translation>Dubstep</translation>
    </message>
    <message>
        <source>UK garage</source>
        <translation>UK garage</translation>
    </message>
    <message>
        <source>Breakbeat</source>
        <translation>Breakbeat</translation>
    </message>
    <message>
        <source>Trap</source>
        <translation>Trap</translation>
    </message>
    <message>
        <source>Hip-hop</source>
        <translation>Hip-hop</translation>
    </message>
    <message>
        <source>Lo-fi</source>
        <translation>Lo-fi</translation>
    </message>
    <message>
        <source>Synthwave</source>
        <translation>Synthwave</translation>
    </message>
    <message>
        <source>Ambient</source>
        <translation>Ambient</translation>
    </message>
    <message>
        <source>Downtempo</source>
        <translation>Downtempo</translation>
    </message>
    <message>
        <source>Electro</source>
        <translation>Electro</translation>
    </message>
    <message>
        <source>EBM</source>
        <translation>EBM</translation>
    </message>
    <message>
        <source>IDM</source>
        <translation>IDM</translation>
    </message>
    <message>
        <source>Reggaeton</source>
        <translation>Reggaeton</translation>
    </message>
    <message>
        <source>Disco</source>
        <translation>Disco</translation>
    </message>
    <message>
        <source>Future bass</source>
        <translation>Future bass</translation>
    </message>
    <message>
        <source>Dub</source>
        <translation>Dub</translation>
    </message>
    <message>
        <source>Pop</source>
        <translation>Pop</translation>
    </message>
    <message>
        <source>Rock</source>
        <translation>Rock</translation>
    </message>
    <message>
        <source>Cinematic</source>
        <translation>Filmmusik</translation>
    </message>
    <message>
        <source>Aggressive</source>
        <translation>Aggressiv</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Düster</translation>
    </message>
    <message>
        <source>Bright</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Calm</source>
        <translation>Ruhig</translation>
    </message>
    <message>
        <source>Hypnotic</source>
        <translation>Hypnotisch</translation>
    </message>
    <message>
        <source>Melancholic</source>
        <translation>Melancholisch</translation>
    </message>
    <message>
        <source>Energetic</source>
        <translation>Energisch</translation>
    </message>
    <message>
        <source>Dreamy</source>
        <translation>Verträumt</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Roh</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>Sauber</translation>
    </message>
    <message>
        <source>Warm</source>
        <translation>Warm</translation>
    </message>
    <message>
        <source>Cold</source>
        <translation>Kalt</translation>
    </message>
    <message>
        <source>Groovy</source>
        <translation>Groovy</translation>
    </message>
    <message>
        <source>Minimal</source>
        <translation>Minimal</translation>
    </message>
    <message>
        <source>Dense</source>
        <translation>Dicht</translation>
    </message>
    <message>
        <source>Experimental</source>
        <translation>Experimentell</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Mood</source>
        <translation>Stimmung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonart</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Room in the mix</source>
        <translation>Platz im Mix</translation>
    </message>
    <message>
        <source>Rhythm</source>
        <translation>Rhythmus</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Güte</translation>
    </message>
    <message>
        <source>Not used lately</source>
        <translation>Lange nicht benutzt</translation>
    </message>
    <message>
        <source>Wanted source</source>
        <translation>Gewünschte Quelle</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message>
        <source>The style was guessed: no genre was named.</source>
        <translation>Stil geraten: es war kein Genre genannt.</translation>
    </message>
    <message>
        <source>As loud as clubs play it.</source>
        <translation>So laut, wie Clubs es spielen.</translation>
    </message>
    <message>
        <source>The form is not known: the genre&apos;s own is used.</source>
        <translation>Diese Form ist unbekannt: die des Genres wird genommen.</translation>
    </message>
    <message>
        <source>The length was limited to what a track can have.</source>
        <translation>Die Länge wurde auf das begrenzt, was ein Track haben kann.</translation>
    </message>
    <message>
        <source>Only four quarters to the bar are built.</source>
        <translation>Gebaut wird nur mit vier Vierteln im Takt.</translation>
    </message>
    <message>
        <source>No original sound fits here.</source>
        <translation>Kein Originalklang passt hier.</translation>
    </message>
    <message>
        <source>No separated sound fits here.</source>
        <translation>Kein getrennter Klang passt hier.</translation>
    </message>
    <message>
        <source>No generated sound fits here.</source>
        <translation>Kein erzeugter Klang passt hier.</translation>
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
    <message>
        <source>calm</source>
        <translation>ruhig</translation>
    </message>
    <message>
        <source>complex</source>
        <translation>komplex</translation>
    </message>
    <message>
        <source>dynamic</source>
        <translation>dynamisch</translation>
    </message>
    <message>
        <source>gritty</source>
        <translation>rau</translation>
    </message>
    <message>
        <source>lively</source>
        <translation>lebendig</translation>
    </message>
    <message>
        <source>mechanical</source>
        <translation>mechanisch</translation>
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
    <message>
        <source>Open hi-hat</source>
        <translation>Offene Hi-Hat</translation>
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
    <message>
        <source>Dream</source>
        <comment>rail, short</comment>
        <translation>Träumen</translation>
    </message>
    <message>
        <source>Dream</source>
        <translation>Träumen</translation>
    </message>
    <message>
        <source>Train</source>
        <comment>rail, short</comment>
        <translation>Training</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Compose</source>
        <comment>rail, short</comment>
        <translation>Bauen</translation>
    </message>
    <message>
        <source>Compose</source>
        <translation>Bauen</translation>
    </message>
    <message>
        <source>This folder holds a studio of the program that this one grew from. Take its sounds into the library?</source>
        <translation>In diesem Ordner liegt ein Studio des Programms, aus dem dieses gewachsen ist. Sollen seine Klänge in die Bibliothek?</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Its database and family tree come along. Every file stays where it is, and nothing of the old studio is changed. Later the command &apos;dream studio migrate-seed&apos; does the same.</source>
        <translation>Datenbank und Stammbaum kommen mit. Jede Datei bleibt, wo sie ist, und am alten Studio ändert sich nichts. Später tut der Befehl &apos;dream studio migrate-seed&apos; dasselbe.</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message numerus="yes">
        <source>GPU · %n core(s)</source>
        <translation>
            <numerusform>GPU · %n Kern</numerusform>
            <numerusform>GPU · %n Kerne</numerusform>
        </translation>
    </message>
    <message>
        <source>Networks that take tracks apart run on the graphics processor, all others on the processor</source>
        <translation>Netze zum Trennen rechnen auf dem Grafikprozessor, alle anderen auf dem Prozessor</translation>
    </message>
    <message numerus="yes">
        <source>%n core(s) · GPU</source>
        <translation>
            <numerusform>%n Kern · GPU</numerusform>
            <numerusform>%n Kerne · GPU</numerusform>
        </translation>
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
    <message>
        <source>The folder is %1.</source>
        <translation>Der Ordner ist %1.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Show files</source>
        <translation>Dateien zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be used.</source>
        <translation>
            <numerusform>%n Datei war nicht zu gebrauchen.</numerusform>
            <numerusform>%n Dateien waren nicht zu gebrauchen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ApiButton</name>
    <message>
        <source>API off</source>
        <translation>API aus</translation>
    </message>
    <message>
        <source>The local API is off; a click shows where it is switched on.</source>
        <translation>Die lokale API ist aus; ein Klick zeigt, wo sie eingeschaltet wird.</translation>
    </message>
    <message>
        <source>API starting</source>
        <translation>API startet</translation>
    </message>
    <message>
        <source>API on port %1</source>
        <translation>API auf Port %1</translation>
    </message>
    <message>
        <source>%1 answers; a click opens its documentation.</source>
        <translation>%1 antwortet; ein Klick öffnet die Dokumentation.</translation>
    </message>
    <message>
        <source>API failed</source>
        <translation>API gescheitert</translation>
    </message>
    <message>
        <source>The local API could not start; a click shows why.</source>
        <translation>Die lokale API konnte nicht starten; ein Klick zeigt, warum.</translation>
    </message>
</context>
<context>
    <name>nde::ui::ApiSection</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>%1 (port %2 is taken)</source>
        <translation>%1 (Port %2 ist belegt)</translation>
    </message>
    <message>
        <source>Could not start: no port from %1 on is free, or the studio cannot be written.</source>
        <translation>Start nicht möglich: ab Port %1 ist keiner frei, oder das Studio ist nicht beschreibbar.</translation>
    </message>
    <message>
        <source>Ask for a token</source>
        <translation>Token verlangen</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>New token</source>
        <translation>Neues Token</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the token</source>
        <translation>Token kopieren</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>Dokumentation</translation>
    </message>
    <message>
        <source>Open the documentation of the API</source>
        <translation>Dokumentation der API öffnen</translation>
    </message>
</context>
<context>
    <name>nde::ui::ArrangeView</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Solo (Ctrl+click: only this)</source>
        <translation>Solo (Strg+Klick: nur diese)</translation>
    </message>
    <message>
        <source>Mute (Ctrl+click: only this)</source>
        <translation>Stumm (Strg+Klick: nur diese)</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Solo</source>
        <translation>Solo</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Bar · time</source>
        <translation>Takt · Zeit</translation>
    </message>
    <message>
        <source>Use here</source>
        <translation>Hier verwenden</translation>
    </message>
    <message>
        <source>New lane</source>
        <translation>Neue Spur</translation>
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
    <name>nde::ui::AxesPanel</name>
    <message>
        <source>Axes</source>
        <translation>Achsen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>All axes to the middle</source>
        <translation>Alle Achsen in die Mitte</translation>
    </message>
    <message>
        <source>Roll</source>
        <translation>Würfeln</translation>
    </message>
    <message>
        <source>Roll the axes</source>
        <translation>Achsen würfeln</translation>
    </message>
    <message>
        <source>Puts the axes anywhere and lets it be heard (R)</source>
        <translation>Stellt die Achsen irgendwohin und lässt es hören (R)</translation>
    </message>
    <message>
        <source>This model follows no property of its sounds well enough to steer by.</source>
        <translation>Dieses Modell folgt keiner Eigenschaft seiner Klänge gut genug, um danach zu steuern.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>Creativity</source>
        <translation>Kreativität</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>How far random dreams stray: 0 = the middle, 1 = as the sounds do</source>
        <translation>Wie weit zufällige Träume streuen: 0 = die Mitte, 1 = wie die Klänge selbst</translation>
    </message>
    <message>
        <source>Only for Random</source>
        <translation>Nur bei Zufall</translation>
    </message>
    <message>
        <source>0 = near copies, 0.5 = mixed from neighbours, 1 = free</source>
        <translation>0 = fast Kopien, 0,5 = aus Nachbarn gemischt, 1 = frei</translation>
    </message>
    <message>
        <source>How far variations stray: 0.2 = subtle, 1 = as the sounds differ, 2 = wild</source>
        <translation>Wie weit Variationen streuen: 0,2 = dezent, 1 = wie die Klänge sich unterscheiden, 2 = wild</translation>
    </message>
    <message>
        <source>Only for Variation</source>
        <translation>Nur bei Variation</translation>
    </message>
    <message>
        <source>The same seed and settings dream the same sounds</source>
        <translation>Gleicher Startwert und gleiche Einstellungen träumen dieselben Klänge</translation>
    </message>
    <message>
        <source>What a model has learned to vary can be steered here.</source>
        <translation>Was ein Modell zu verändern gelernt hat, lässt sich hier steuern.</translation>
    </message>
</context>
<context>
    <name>nde::ui::AxisRow</name>
    <message>
        <source>%1: %2 to %3</source>
        <translation>%1: von %2 bis %3</translation>
    </message>
    <message>
        <source>%1. Of the differences between the sounds in it, the model follows %2 % along this slider. Double click: middle.</source>
        <translation>%1. Von den Unterschieden der Klänge darin folgt das Modell diesem Regler zu %2 %. Doppelklick: Mitte.</translation>
    </message>
</context>
<context>
    <name>nde::ui::BackToMeasured</name>
    <message>
        <source>no tempo</source>
        <translation>ohne Tempo</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>atonal</translation>
    </message>
    <message>
        <source>Back to measured</source>
        <translation>Zurück zum Gemessenen</translation>
    </message>
    <message>
        <source>Say %1 again</source>
        <translation>Wieder %1</translation>
    </message>
    <message>
        <source>“%1” is being measured again.</source>
        <translation>„%1“ wird neu gemessen.</translation>
    </message>
</context>
<context>
    <name>nde::ui::CandidateCard</name>
    <message>
        <source>Idea %1: %2 in %3, fit %4</source>
        <translation>Idee %1: %2 in %3, Passung %4</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n Klang</numerusform>
            <numerusform>%n Klänge</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, seed %2</source>
        <translation>%1, Startwert %2</translation>
    </message>
</context>
<context>
    <name>nde::ui::CandidateCards</name>
    <message>
        <source>Ideas for this prompt</source>
        <translation>Ideen zu diesem Prompt</translation>
    </message>
</context>
<context>
    <name>nde::ui::CategoryRow</name>
    <message>
        <source>Make it %1, heard with %2</source>
        <translation>Zu %1 machen, gehört mit %2</translation>
    </message>
    <message>
        <source>%1 is its category, as you said</source>
        <translation>Kategorie ist %1, wie du sagst</translation>
    </message>
    <message>
        <source>Click to say that it is %1; sounds like it are judged anew</source>
        <translation>Klicken: Es ist %1; ähnliche Klänge werden neu beurteilt</translation>
    </message>
    <message>
        <source>Heard as</source>
        <translation>Gehört als</translation>
    </message>
    <message>
        <source>The three likeliest categories by the sound alone, the name of the file and its folder, and what you corrected before</source>
        <translation>Die drei wahrscheinlichsten Kategorien nach dem Klang, dem Namen von Datei und Ordner und dem, was du schon korrigiert hast</translation>
    </message>
</context>
<context>
    <name>nde::ui::ChannelPanel</name>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>%1 Hz</source>
        <translation>%1 Hz</translation>
    </message>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>mono</source>
        <translation>mono</translation>
    </message>
    <message>
        <source>−%1 dB</source>
        <translation>−%1 dB</translation>
    </message>
    <message>
        <source>Low cut</source>
        <translation>Low-Cut</translation>
    </message>
    <message>
        <source>Low cut of %1</source>
        <translation>Low-Cut von %1</translation>
    </message>
    <message>
        <source>low cut of %1</source>
        <translation>Low-Cut von %1</translation>
    </message>
    <message>
        <source>High cut</source>
        <translation>High-Cut</translation>
    </message>
    <message>
        <source>High cut of %1</source>
        <translation>High-Cut von %1</translation>
    </message>
    <message>
        <source>high cut of %1</source>
        <translation>High-Cut von %1</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Width of %1</source>
        <translation>Breite von %1</translation>
    </message>
    <message>
        <source>width of %1</source>
        <translation>Breite von %1</translation>
    </message>
    <message>
        <source>Reverb</source>
        <translation>Hall</translation>
    </message>
    <message>
        <source>Reverb send of %1</source>
        <translation>Hall-Send von %1</translation>
    </message>
    <message>
        <source>reverb of %1</source>
        <translation>Hall von %1</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Delay</translation>
    </message>
    <message>
        <source>Delay send of %1</source>
        <translation>Delay-Send von %1</translation>
    </message>
    <message>
        <source>delay of %1</source>
        <translation>Delay von %1</translation>
    </message>
    <message>
        <source>Ducking</source>
        <translation>Ducking</translation>
    </message>
    <message>
        <source>Ducking of %1 by the kick</source>
        <translation>Ducking von %1 durch die Kick</translation>
    </message>
    <message>
        <source>ducking of %1</source>
        <translation>Ducking von %1</translation>
    </message>
    <message>
        <source>Channel of %1</source>
        <translation>Kanal von %1</translation>
    </message>
    <message>
        <source>Double-click: as composed</source>
        <translation>Doppelklick: wie gebaut</translation>
    </message>
</context>
<context>
    <name>nde::ui::CharacterView</name>
    <message>
        <source>Character</source>
        <translation>Charakter</translation>
    </message>
    <message>
        <source>The ear has not heard this sound yet.</source>
        <translation>Das Ohr hat diesen Klang noch nicht gehört.</translation>
    </message>
    <message>
        <source>%1: the sound is too short for it.</source>
        <translation>%1: Der Klang ist zu kurz dafür.</translation>
    </message>
    <message>
        <source>%1 %2: above %3 % of %4; their middle is %5.</source>
        <translation>%1 %2: über %3 % von %4; deren Mitte ist %5.</translation>
    </message>
    <message>
        <source>Ranks among %1; the dotted ring is their middle.</source>
        <translation>Ränge unter %1; der gepunktete Ring ist ihre Mitte.</translation>
    </message>
    <message>
        <source>Only %1 so far: values in their whole range instead of ranks.</source>
        <translation>Bisher nur %1: Werte in ihrem ganzen Bereich statt Rängen.</translation>
    </message>
</context>
<context>
    <name>nde::ui::CheckDialog</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>Self-test</source>
        <translation>Selbsttest</translation>
    </message>
    <message>
        <source>Looks at this computer and at the open studio, and says what to do.</source>
        <translation>Prüft diesen Rechner und das offene Studio und sagt, was zu tun ist.</translation>
    </message>
    <message>
        <source>Goes once through the whole circle on a small studio of its own, which is removed afterwards, and measures the results. Takes about a minute.</source>
        <translation>Geht einmal durch den ganzen Kreis, an einem kleinen eigenen Studio, das danach gelöscht wird, und misst die Ergebnisse. Dauert etwa eine Minute.</translation>
    </message>
    <message>
        <source>Cancelled before the end.</source>
        <translation>Vor dem Ende abgebrochen.</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) found.</source>
        <translation>
            <numerusform>%n Problem gefunden.</numerusform>
            <numerusform>%n Probleme gefunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Everything works; %n hint(s).</source>
        <translation>
            <numerusform>Alles geht; %n Hinweis.</numerusform>
            <numerusform>Alles geht; %n Hinweise.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is fine.</source>
        <translation>Alles in Ordnung.</translation>
    </message>
    <message>
        <source>All checks passed.</source>
        <translation>Alle Prüfungen bestanden.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu prüfen</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Neu testen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
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
    <name>nde::ui::ChipEditor</name>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove “%1”</source>
        <translation>„%1“ entfernen</translation>
    </message>
    <message>
        <source>without “%1”</source>
        <translation>ohne „%1“</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>The whole track follows while it plays.</source>
        <translation>Der ganze Track folgt, auch während er läuft.</translation>
    </message>
    <message>
        <source>with %1</source>
        <translation>mit %1</translation>
    </message>
    <message>
        <source>without %1</source>
        <translation>ohne %1</translation>
    </message>
    <message>
        <source>How much</source>
        <translation>Wie sehr</translation>
    </message>
    <message>
        <source>slightly</source>
        <translation>etwas</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>very</source>
        <translation>sehr</translation>
    </message>
    <message>
        <source>another structure</source>
        <translation>andere Struktur</translation>
    </message>
    <message>
        <source>Length: minutes and seconds, or bars</source>
        <translation>Länge: Minuten und Sekunden, oder Takte</translation>
    </message>
    <message>
        <source>2:54 · 3 min · 96 bars</source>
        <translation>2:54 · 3 min · 96 Takte</translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n Takt</numerusform>
            <numerusform>%n Takte</numerusform>
        </translation>
    </message>
    <message>
        <source>Write 2:54, 3 min or 96 bars.</source>
        <translation>Schreib 2:54, 3 min oder 96 Takte.</translation>
    </message>
    <message>
        <source>%1 bars</source>
        <translation>%1 Takte</translation>
    </message>
    <message>
        <source>other sources</source>
        <translation>andere Quellen</translation>
    </message>
    <message>
        <source>“%1” is no word of the grammar. Sounds whose names and tags say it are preferred.</source>
        <translation>„%1“ gehört nicht zur Sprache der Wünsche. Klänge, in deren Namen oder Tags es vorkommt, werden bevorzugt.</translation>
    </message>
</context>
<context>
    <name>nde::ui::ChipModel</name>
    <message>
        <source>very %1</source>
        <translation>sehr %1</translation>
    </message>
    <message>
        <source>slightly %1</source>
        <translation>etwas %1</translation>
    </message>
    <message>
        <source>no %1</source>
        <comment>section</comment>
        <translation>kein %1</translation>
    </message>
    <message>
        <source>long %1</source>
        <comment>section</comment>
        <translation>%1 lang</translation>
    </message>
    <message>
        <source>short %1</source>
        <comment>section</comment>
        <translation>%1 kurz</translation>
    </message>
    <message numerus="yes">
        <source>%n section(s)</source>
        <translation>
            <numerusform>%n Abschnitt</numerusform>
            <numerusform>%n Abschnitte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n Takt</numerusform>
            <numerusform>%n Takte</numerusform>
        </translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonart</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>Genre</translation>
    </message>
    <message>
        <source>Mood</source>
        <translation>Stimmung</translation>
    </message>
    <message>
        <source>With</source>
        <translation>Mit</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>Struktur</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>Ohne</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautheit</translation>
    </message>
    <message>
        <source>Swing</source>
        <translation>Swing</translation>
    </message>
    <message>
        <source>Search words</source>
        <translation>Suchwörter</translation>
    </message>
    <message>
        <source>without %1</source>
        <translation>ohne %1</translation>
    </message>
    <message>
        <source>swing %1 %</source>
        <translation>swing %1 %</translation>
    </message>
    <message>
        <source>search: &apos;%1&apos;</source>
        <translation>suche: „%1“</translation>
    </message>
    <message>
        <source>from: %1</source>
        <translation>aus: %1</translation>
    </message>
    <message>
        <source>all sources</source>
        <translation>alle Quellen</translation>
    </message>
</context>
<context>
    <name>nde::ui::ChipRow</name>
    <message>
        <source>without “%1”</source>
        <translation>ohne „%1“</translation>
    </message>
    <message>
        <source>Not understood: sounds are searched by it</source>
        <translation>Nicht verstanden: danach wird gesucht</translation>
    </message>
    <message>
        <source>%1, chosen for you</source>
        <translation>%1, von selbst gewählt</translation>
    </message>
    <message>
        <source>What was understood</source>
        <translation>Was verstanden wurde</translation>
    </message>
    <message>
        <source>Add to the wish</source>
        <translation>Wunsch ergänzen</translation>
    </message>
</context>
<context>
    <name>nde::ui::ChopPanel</name>
    <message>
        <source>Chopping anew …</source>
        <translation>Wird neu geschnitten …</translation>
    </message>
    <message>
        <source>The slices are on their way into the library …</source>
        <translation>Die Schnitte sind auf dem Weg in die Bibliothek …</translation>
    </message>
    <message>
        <source>Reading the review …</source>
        <translation>Die Prüfung wird gelesen …</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n anderer</numerusform>
            <numerusform>%n andere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n slice(s)</source>
        <translation>
            <numerusform>%n Schnitt</numerusform>
            <numerusform>%n Schnitte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n doubtful</source>
        <translation>
            <numerusform>%n unsicherer</numerusform>
            <numerusform>%n unsichere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n to the library</source>
        <translation>
            <numerusform>%n in die Bibliothek</numerusform>
            <numerusform>%n in die Bibliothek</numerusform>
        </translation>
    </message>
    <message>
        <source>Sound %1</source>
        <translation>Klang %1</translation>
    </message>
    <message>
        <source>Chop review</source>
        <translation>Schnitte prüfen</translation>
    </message>
    <message>
        <source>Chop review: %1</source>
        <translation>Schnitte prüfen: %1</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Which sound is reviewed</source>
        <translation>Welcher Klang geprüft wird</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>Schnitte</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Empfindlichkeit</translation>
    </message>
    <message>
        <source>More finds softer hits. The sound is chopped anew; what you decided stays decided.</source>
        <translation>Mehr findet leisere Treffer. Der Klang wird neu geschnitten; was du entschieden hast, bleibt.</translation>
    </message>
    <message>
        <source>Drop the slice</source>
        <translation>Schnitt weglassen</translation>
    </message>
    <message>
        <source>Drop the slice (Backspace)</source>
        <translation>Schnitt weglassen (Rücktaste)</translation>
    </message>
    <message>
        <source>Keep the slice</source>
        <translation>Schnitt behalten</translation>
    </message>
    <message>
        <source>Keep the slice (Enter)</source>
        <translation>Schnitt behalten (Eingabe)</translation>
    </message>
    <message>
        <source>Drop doubtful</source>
        <translation>Ohne unsichere</translation>
    </message>
    <message>
        <source>Drop all doubtful slices</source>
        <translation>Alle unsicheren Schnitte weglassen</translation>
    </message>
    <message>
        <source>Every slice that is not dropped becomes a sound of the library</source>
        <translation>Jeder Schnitt, der nicht weggelassen ist, wird ein Klang der Bibliothek</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Discard this review</source>
        <translation>Diese Prüfung verwerfen</translation>
    </message>
    <message>
        <source>Forgets the slices; the sound itself stays as it is</source>
        <translation>Vergisst die Schnitte; der Klang selbst bleibt, wie er ist</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>No slices found</source>
        <translation>Keine Schnitte gefunden</translation>
    </message>
    <message>
        <source>Raise the sensitivity to find softer hits, or discard the review.</source>
        <translation>Erhöhe die Empfindlichkeit, um leisere Treffer zu finden, oder verwirf die Prüfung.</translation>
    </message>
    <message>
        <source>← → hear</source>
        <translation>← → hören</translation>
    </message>
    <message>
        <source>Space again</source>
        <translation>Leertaste noch einmal</translation>
    </message>
    <message>
        <source>G open a stack</source>
        <translation>G Stapel öffnen</translation>
    </message>
    <message>
        <source>One of each</source>
        <translation>Je eines</translation>
    </message>
    <message>
        <source>Keep the clearest of each stack only</source>
        <translation>Von jedem Stapel nur den klarsten behalten</translation>
    </message>
</context>
<context>
    <name>nde::ui::ChopReviewModel</name>
    <message>
        <source>set by you</source>
        <translation>von dir gesetzt</translation>
    </message>
    <message>
        <source>%1 % sure</source>
        <translation>%1 % sicher</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>bei %1</translation>
    </message>
    <message numerus="yes">
        <source>%n more like it</source>
        <translation>
            <numerusform>%n weiterer wie er</numerusform>
            <numerusform>%n weitere wie er</numerusform>
        </translation>
    </message>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>weggelassen</translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n Takt</numerusform>
            <numerusform>%n Takte</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 bars</source>
        <translation>%1 Takte</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>von dir</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>nde::ui::ClapCard</name>
    <message>
        <source>Folder of a CLAP model</source>
        <translation>Ordner eines CLAP-Modells</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen…</translation>
    </message>
    <message>
        <source>Folder of the CLAP model: %1</source>
        <translation>Ordner des CLAP-Modells: %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Words are understood without it. With one of the models of LAION they are also held against what is heard.</source>
        <translation>Wörter werden auch ohne verstanden. Mit einem der Modelle von LAION werden sie zusätzlich mit dem verglichen, was zu hören ist.</translation>
    </message>
    <message numerus="yes">
        <source>Listen to %n sound(s)</source>
        <translation>
            <numerusform>%n Klang anhören</numerusform>
            <numerusform>%n Klänge anhören</numerusform>
        </translation>
    </message>
    <message>
        <source>CLAP</source>
        <translation>CLAP</translation>
    </message>
    <message>
        <source>Listening to the library</source>
        <translation>Die Bibliothek wird gehört</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stop listening</source>
        <translation>Hören anhalten</translation>
    </message>
    <message>
        <source>What was heard stays</source>
        <translation>Was gehört wurde, bleibt</translation>
    </message>
    <message>
        <source>Do without</source>
        <translation>Darauf verzichten</translation>
    </message>
    <message>
        <source>Do without CLAP</source>
        <translation>Auf CLAP verzichten</translation>
    </message>
</context>
<context>
    <name>nde::ui::ClapText</name>
    <message>
        <source>The model is being checked …</source>
        <translation>Das Modell wird geprüft …</translation>
    </message>
    <message>
        <source>Searching goes on without it.</source>
        <translation>Die Suche geht ohne weiter.</translation>
    </message>
    <message>
        <source>all %1 sounds heard</source>
        <translation>alle %1 Klänge gehört</translation>
    </message>
    <message>
        <source>%1 of %2 sounds heard</source>
        <translation>%1 von %2 Klängen gehört</translation>
    </message>
    <message>
        <source>listening · %1</source>
        <translation>hört zu · %1</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>Diesen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>The folder lacks a file of a CLAP model.</source>
        <translation>Dem Ordner fehlt eine Datei eines CLAP-Modells.</translation>
    </message>
    <message>
        <source>A file of this model is damaged or contradicts another.</source>
        <translation>Eine Datei dieses Modells ist beschädigt oder widerspricht einer anderen.</translation>
    </message>
    <message>
        <source>This is another kind of model; clap-htsat-unfused, larger_clap_general and larger_clap_music_and_speech can be used.</source>
        <translation>Das ist eine andere Art von Modell; clap-htsat-unfused, larger_clap_general und larger_clap_music_and_speech sind brauchbar.</translation>
    </message>
    <message>
        <source>The weights want to run a program; nothing was run.</source>
        <translation>Die Gewichte wollen ein Programm starten; nichts wurde gestartet.</translation>
    </message>
</context>
<context>
    <name>nde::ui::ClipPanel</name>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>stumm</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>Datei fehlt</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>searching …</source>
        <translation>wird gesucht …</translation>
    </message>
    <message>
        <source>heard in the mix</source>
        <translation>im Mix zu hören</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1. Nothing in the library fits; the lane rests here.</source>
        <translation>%1. Nichts in der Bibliothek passt; die Spur pausiert hier.</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>Dehnung</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>Tonhöhe</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Fades</source>
        <translation>Blenden</translation>
    </message>
    <message>
        <source>Pitch in semitones</source>
        <translation>Tonhöhe in Halbtönen</translation>
    </message>
    <message>
        <source>Fade in</source>
        <translation>Einblenden</translation>
    </message>
    <message>
        <source>Fade out</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Lock the clip</source>
        <translation>Clip sperren</translation>
    </message>
    <message>
        <source>Dream one</source>
        <translation>Träumen</translation>
    </message>
    <message>
        <source>Search wider</source>
        <translation>Weiter suchen</translation>
    </message>
    <message>
        <source>Leave empty</source>
        <translation>Leer lassen</translation>
    </message>
    <message>
        <source>Alternatives</source>
        <translation>Alternativen</translation>
    </message>
    <message>
        <source>Alternatives, heard in the mix</source>
        <translation>Alternativen, im Mix zu hören</translation>
    </message>
    <message>
        <source>Previous sound</source>
        <translation>Voriger Klang</translation>
    </message>
    <message>
        <source>Next sound</source>
        <translation>Nächster Klang</translation>
    </message>
    <message>
        <source>step through, swap lands on the next bar</source>
        <translation>durchgehen, der Tausch kommt zum nächsten Takt</translation>
    </message>
    <message>
        <source>Why this one</source>
        <translation>Warum dieser</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>Stammbaum</translation>
    </message>
    <message>
        <source>Re-roll</source>
        <translation>Neu würfeln</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>What is asked of the sounds of %1</source>
        <translation>Was von den Klängen von %1 verlangt wird</translation>
    </message>
    <message>
        <source>There is no model for %1 yet; train one, then dream.</source>
        <translation>Für %1 gibt es noch kein Modell; trainiere eines, dann träume.</translation>
    </message>
    <message>
        <source>Train one</source>
        <translation>Eines trainieren</translation>
    </message>
    <message>
        <source>Train a model for %1</source>
        <translation>Ein Modell für %1 trainieren</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>Other words and Enter: another sound for this lane</source>
        <translation>Andere Wörter und Enter: ein anderer Klang für diese Spur</translation>
    </message>
</context>
<context>
    <name>nde::ui::CollectionList</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>New collection</source>
        <translation>Neue Sammlung</translation>
    </message>
    <message>
        <source>Saved search: %1</source>
        <translation>Gespeicherte Suche: %1</translation>
    </message>
    <message>
        <source>Drop sounds here to add them</source>
        <translation>Klänge hierher ziehen, um sie aufzunehmen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Rename collection</source>
        <translation>Sammlung umbenennen</translation>
    </message>
    <message>
        <source>Remove “%1”; its sounds stay</source>
        <translation>„%1“ entfernen; die Klänge bleiben</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>Sammlungen</translation>
    </message>
    <message>
        <source>New…</source>
        <translation>Neu…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
</context>
<context>
    <name>nde::ui::ComparePanel</name>
    <message>
        <source>Check two or more runs in the list.</source>
        <translation>Zwei oder mehr Läufe in der Liste ankreuzen.</translation>
    </message>
    <message>
        <source>Best validation</source>
        <translation>Beste Validierung</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>Beste Epoche</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>Klänge</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Epochs wanted</source>
        <translation>Epochen verlangt</translation>
    </message>
    <message>
        <source>Latent dimensions</source>
        <translation>Latente Dimensionen</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Detail</translation>
    </message>
    <message>
        <source>Variants per sound</source>
        <translation>Varianten je Klang</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>Geduld</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Least quality</source>
        <translation>Mindestgüte</translation>
    </message>
    <message>
        <source>Taste</source>
        <translation>Geschmack</translation>
    </message>
    <message>
        <source>counts</source>
        <translation>zählt</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Compared runs</source>
        <translation>Verglichene Läufe</translation>
    </message>
    <message>
        <source>Spectral distance</source>
        <translation>Spektralabstand</translation>
    </message>
    <message>
        <source>The losses of these runs cannot be compared: they count against another detail, or on other sounds. The spectral distance counts the same.</source>
        <translation>Die Verluste dieser Läufe lassen sich nicht vergleichen: Sie zählen gegen ein anderes Detail oder an anderen Klängen. Der Spektralabstand zählt überall gleich.</translation>
    </message>
</context>
<context>
    <name>nde::ui::Comparison</name>
    <message>
        <source>Loudness</source>
        <translation>Lautheit</translation>
    </message>
    <message>
        <source>Peak</source>
        <translation>Spitze</translation>
    </message>
    <message>
        <source>Crest</source>
        <translation>Crest</translation>
    </message>
    <message>
        <source>Attack</source>
        <translation>Anstieg</translation>
    </message>
    <message>
        <source>Decay</source>
        <translation>Abfall</translation>
    </message>
    <message>
        <source>Centroid</source>
        <translation>Schwerpunkt</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Technique</source>
        <translation>Technik</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonart</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>Tonhöhe</translation>
    </message>
</context>
<context>
    <name>nde::ui::ComparisonView</name>
    <message>
        <source>Both characters</source>
        <translation>Beide Charaktere</translation>
    </message>
    <message>
        <source>Distance by channel</source>
        <translation>Abstand je Kanal</translation>
    </message>
    <message>
        <source>The ear has not heard both of them yet.</source>
        <translation>Das Ohr hat noch nicht beide gehört.</translation>
    </message>
    <message>
        <source>%1 %2 against %3.</source>
        <translation>%1 %2 gegen %3.</translation>
    </message>
    <message>
        <source>Ranks among %1.</source>
        <translation>Ränge unter %1.</translation>
    </message>
    <message>
        <source>Values in their whole range, because ranks of these two do not compare.</source>
        <translation>Werte in ihrem ganzen Bereich, weil sich die Ränge dieser beiden nicht vergleichen lassen.</translation>
    </message>
    <message>
        <source>The ear listens to both …</source>
        <translation>Das Ohr hört beide …</translation>
    </message>
    <message>
        <source>Distance for the ear %1: 0 is the same, about 1 has nothing in common. By channel:</source>
        <translation>Abstand für das Ohr %1: 0 ist gleich, etwa 1 hat nichts gemeinsam. Je Kanal:</translation>
    </message>
    <message>
        <source>van Rossum distance of the spike trains, time constant 10 ms</source>
        <translation>Van-Rossum-Abstand der Spikefolgen, Zeitkonstante 10 ms</translation>
    </message>
</context>
<context>
    <name>nde::ui::ComposeHead</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Compose</source>
        <translation>Bauen</translation>
    </message>
    <message>
        <source>Roll the whole track anew (seed %1)</source>
        <translation>Den ganzen Track neu würfeln (Seed %1)</translation>
    </message>
    <message>
        <source>Planning</source>
        <translation>Planung</translation>
    </message>
    <message>
        <source>Compositions</source>
        <translation>Kompositionen</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>dark hypnotic techno, 132 bpm in A minor, 3 minutes, no vocals …</source>
        <translation>düsterer hypnotischer Techno, 132 bpm in a-Moll, 3 Minuten, ohne Gesang …</translation>
    </message>
</context>
<context>
    <name>nde::ui::ComposeRoom</name>
    <message>
        <source>There is no sound in the library yet.</source>
        <translation>In der Bibliothek ist noch kein Klang.</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n Clip</numerusform>
            <numerusform>%n Clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n Klang</numerusform>
            <numerusform>%n Klänge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dreamed</source>
        <translation>
            <numerusform>%n geträumt</numerusform>
            <numerusform>%n geträumt</numerusform>
        </translation>
    </message>
    <message>
        <source>getting sounds ready, %1 %</source>
        <translation>Klänge werden bereitet, %1 %</translation>
    </message>
    <message>
        <source>all sounds ready</source>
        <translation>alle Klänge bereit</translation>
    </message>
    <message>
        <source>Compose</source>
        <translation>Bauen</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message numerus="yes">
        <source>copy %n clip(s)</source>
        <translation>
            <numerusform>%n Clip kopieren</numerusform>
            <numerusform>%n Clips kopieren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>move %n clip(s)</source>
        <translation>
            <numerusform>%n Clip verschieben</numerusform>
            <numerusform>%n Clips verschieben</numerusform>
        </translation>
    </message>
    <message>
        <source>lock</source>
        <translation>sperren</translation>
    </message>
    <message>
        <source>unlock</source>
        <translation>entsperren</translation>
    </message>
    <message>
        <source>another roll</source>
        <translation>neu gewürfelt</translation>
    </message>
    <message>
        <source>another %1</source>
        <translation>neu gewürfelt: %1</translation>
    </message>
    <message>
        <source>mute</source>
        <translation>stumm</translation>
    </message>
    <message>
        <source>unmute</source>
        <translation>wieder hörbar</translation>
    </message>
    <message>
        <source>split</source>
        <translation>teilen</translation>
    </message>
    <message>
        <source>remove a lane</source>
        <translation>Spur entfernen</translation>
    </message>
    <message numerus="yes">
        <source>remove %n clip(s)</source>
        <translation>
            <numerusform>%n Clip entfernen</numerusform>
            <numerusform>%n Clips entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>leave it empty</source>
        <translation>leer lassen</translation>
    </message>
    <message>
        <source>Name of the section</source>
        <translation>Name des Abschnitts</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>name a section</source>
        <translation>Abschnitt benennen</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Re-roll</source>
        <translation>Neu würfeln</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Lock or unlock the lane</source>
        <translation>Spur sperren oder entsperren</translation>
    </message>
    <message>
        <source>Re-roll the lane</source>
        <translation>Spur neu würfeln</translation>
    </message>
    <message>
        <source>Remove the lane</source>
        <translation>Spur entfernen</translation>
    </message>
    <message>
        <source>Play from here</source>
        <translation>Ab hier spielen</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Loop</translation>
    </message>
    <message>
        <source>Name it…</source>
        <translation>Benennen…</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Verdoppeln</translation>
    </message>
    <message>
        <source>duplicate a section</source>
        <translation>Abschnitt verdoppeln</translation>
    </message>
    <message>
        <source>remove a section</source>
        <translation>Abschnitt entfernen</translation>
    </message>
    <message>
        <source>Insert 8 empty bars</source>
        <translation>8 leere Takte einfügen</translation>
    </message>
    <message>
        <source>insert a section</source>
        <translation>Abschnitt einfügen</translation>
    </message>
    <message>
        <source>tempo</source>
        <translation>tempo</translation>
    </message>
    <message>
        <source>swing</source>
        <translation>swing</translation>
    </message>
    <message>
        <source>loudness</source>
        <translation>Lautheit</translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n Takt</numerusform>
            <numerusform>%n Takte</numerusform>
        </translation>
    </message>
    <message>
        <source>move a section</source>
        <translation>Abschnitt verschieben</translation>
    </message>
    <message>
        <source>energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>resize a clip</source>
        <translation>Cliplänge</translation>
    </message>
    <message>
        <source>mute a lane</source>
        <translation>Spur stumm</translation>
    </message>
    <message>
        <source>unmute a lane</source>
        <translation>Spur hörbar</translation>
    </message>
    <message>
        <source>solo</source>
        <translation>solo</translation>
    </message>
    <message>
        <source>move a lane</source>
        <translation>Spur verschieben</translation>
    </message>
    <message>
        <source>level of %1</source>
        <translation>Pegel von %1</translation>
    </message>
    <message>
        <source>pan of %1</source>
        <translation>Panorama von %1</translation>
    </message>
    <message>
        <source>gain</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>fades</source>
        <translation>Blenden</translation>
    </message>
    <message>
        <source>pitch</source>
        <translation>Tonhöhe</translation>
    </message>
    <message>
        <source>draw a pattern</source>
        <translation>Muster zeichnen</translation>
    </message>
    <message>
        <source>New composition</source>
        <translation>Neue Komposition</translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n Version</numerusform>
            <numerusform>%n Versionen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing in the library fits: %1</source>
        <translation>Nichts in der Bibliothek passt: %1</translation>
    </message>
    <message>
        <source>That does not go here: %1</source>
        <translation>Das geht hier nicht: %1</translation>
    </message>
    <message>
        <source>Take all sources</source>
        <translation>Alle Quellen nehmen</translation>
    </message>
    <message>
        <source>lane %1</source>
        <translation>Spur %1</translation>
    </message>
    <message>
        <source>There is no track yet: describe one first, then use the sound in it.</source>
        <translation>Es gibt noch keinen Track: zuerst einen beschreiben, dann den Klang darin verwenden.</translation>
    </message>
</context>
<context>
    <name>nde::ui::ComposeStart</name>
    <message>
        <source>No sounds yet</source>
        <translation>Noch keine Klänge</translation>
    </message>
    <message>
        <source>Say what to build</source>
        <translation>Sag, was gebaut werden soll</translation>
    </message>
    <message>
        <source>A track is built from your own sounds. The starter kit has about 300 to begin with.</source>
        <translation>Ein Track entsteht aus deinen eigenen Klängen. Das Starter-Kit hat etwa 300 für den Anfang.</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s) are ready.</source>
        <translation>
            <numerusform>%n Klang ist bereit.</numerusform>
            <numerusform>%n Klänge sind bereit.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s) are ready. These wishes fit them:</source>
        <translation>
            <numerusform>%n Klang ist bereit. Diese Wünsche passen dazu:</numerusform>
            <numerusform>%n Klänge sind bereit. Diese Wünsche passen dazu:</numerusform>
        </translation>
    </message>
    <message>
        <source>Making the starter kit …</source>
        <translation>Starter-Kit wird gemacht …</translation>
    </message>
    <message>
        <source>Load the starter kit</source>
        <translation>Starter-Kit laden</translation>
    </message>
    <message>
        <source>Progress of the starter kit</source>
        <translation>Fortschritt des Starter-Kits</translation>
    </message>
</context>
<context>
    <name>nde::ui::ComposeText</name>
    <message>
        <source>%1 %2</source>
        <comment>mood, lane: dark pad</comment>
        <translation>%2 (%1)</translation>
    </message>
    <message>
        <source>no %1 in %2</source>
        <translation>%1 in %2 fehlt</translation>
    </message>
    <message>
        <source>no %1</source>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>none, placed note by note</source>
        <translation>keine, Note für Note gesetzt</translation>
    </message>
    <message>
        <source>%1 st</source>
        <comment>semitones</comment>
        <translation>%1 HT</translation>
    </message>
</context>
<context>
    <name>nde::ui::ComposeVoice</name>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n Takt</numerusform>
            <numerusform>%n Takte</numerusform>
        </translation>
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
    <message numerus="yes">
        <source>%n open hat(s)</source>
        <translation>
            <numerusform>%n offene Hi-Hat</numerusform>
            <numerusform>%n offene Hi-Hats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::CurveChart</name>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Reconstruction</source>
        <translation>Rekonstruktion</translation>
    </message>
    <message>
        <source>KL</source>
        <translation>KL</translation>
    </message>
    <message>
        <source>Spectral distance</source>
        <translation>Spektralabstand</translation>
    </message>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>No epoch yet</source>
        <translation>Noch keine Epoche</translation>
    </message>
    <message>
        <source>Epoch %1</source>
        <translation>Epoche %1</translation>
    </message>
    <message>
        <source>before training</source>
        <translation>vor dem Training</translation>
    </message>
</context>
<context>
    <name>nde::ui::CurvePanel</name>
    <message>
        <source>◆ best: epoch %1</source>
        <translation>◆ beste: Epoche %1</translation>
    </message>
    <message>
        <source>KL per dimension</source>
        <translation>KL je Dimension</translation>
    </message>
    <message>
        <source>%1 of %2 active</source>
        <translation>%1 von %2 aktiv</translation>
    </message>
    <message>
        <source>What each latent dimension carries, the strongest first</source>
        <translation>Was jede latente Dimension trägt, die stärkste zuerst</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>Gradientennorm</translation>
    </message>
    <message>
        <source>Mean over the epoch, before clipping; a sudden rise is a bad sign</source>
        <translation>Mittel der Epoche, vor dem Begrenzen; ein plötzlicher Anstieg ist ein schlechtes Zeichen</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Rises for the first steps, then falls along a cosine</source>
        <translation>Steigt in den ersten Schritten und fällt dann entlang eines Kosinus</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>Durchsatz</translation>
    </message>
    <message>
        <source>%1 sounds/s</source>
        <translation>%1 Klänge/s</translation>
    </message>
    <message>
        <source>Variants included</source>
        <translation>Varianten mitgezählt</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>Of the whole program</source>
        <translation>Des ganzen Programms</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>Waagerechte Achse</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Vertical axis</source>
        <translation>Senkrechte Achse</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>In percent of where each curve began</source>
        <translation>In Prozent vom Anfang jeder Kurve</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Smoothing; the raw curve stays visible behind</source>
        <translation>Glättung; die rohe Kurve bleibt dahinter sichtbar</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Linien</translation>
    </message>
    <message>
        <source>Which lines are shown</source>
        <translation>Welche Linien zu sehen sind</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV …</translation>
    </message>
    <message>
        <source>Export the curves as CSV</source>
        <translation>Kurven als CSV exportieren</translation>
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
    <message>
        <source>Match</source>
        <translation>Angleichen</translation>
    </message>
    <message>
        <source>Spectrum</source>
        <translation>Spektrum</translation>
    </message>
    <message>
        <source>Spectrogram</source>
        <translation>Spektrogramm</translation>
    </message>
    <message>
        <source>Which frequencies sound when: 30 Hz to 20 kHz, 80 dB</source>
        <translation>Welche Frequenzen wann klingen: 30 Hz bis 20 kHz, 80 dB</translation>
    </message>
    <message>
        <source>Spectrogram alone</source>
        <translation>Nur Spektrogramm</translation>
    </message>
    <message>
        <source>Spectrogram in place of the wave</source>
        <translation>Spektrogramm statt der Welle</translation>
    </message>
    <message>
        <source>Spikes</source>
        <translation>Spikes</translation>
    </message>
    <message>
        <source>Spikes of the ear</source>
        <translation>Spikes des Ohrs</translation>
    </message>
    <message>
        <source>What 48 nerve bands of the ear answer, over the wave</source>
        <translation>Was 48 Nervenbänder des Ohrs antworten, über der Welle</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Takt</translation>
    </message>
    <message>
        <source>Beat grid</source>
        <translation>Taktraster</translation>
    </message>
    <message>
        <source>Tools of the beat grid: tempo, tapping, and where the bar begins</source>
        <translation>Werkzeuge des Taktrasters: Tempo, Mittippen und wo der Takt beginnt</translation>
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
        <source>Hear one band</source>
        <translation>Ein Band hören</translation>
    </message>
    <message>
        <source>Hear one band of the ear alone</source>
        <translation>Ein Band des Ohrs allein hören</translation>
    </message>
    <message>
        <source>Hear one band of the ear alone; Alt with the arrow keys goes up and down</source>
        <translation>Ein Band des Ohrs allein hören; Alt mit den Pfeiltasten geht auf und ab</translation>
    </message>
    <message>
        <source>Tempo and key of loops</source>
        <translation>Tempo und Tonart von Loops</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export the selection…</source>
        <translation>Auswahl exportieren…</translation>
    </message>
    <message>
        <source>Write the selected part as a file of its own</source>
        <translation>Den gewählten Teil als eigene Datei schreiben</translation>
    </message>
    <message>
        <source>Sync %1</source>
        <translation>Sync %1</translation>
    </message>
    <message>
        <source>Hear loops at %1 BPM</source>
        <translation>Loops mit %1 BPM hören</translation>
    </message>
    <message>
        <source>Sync: loops are heard at %1 BPM</source>
        <translation>Sync: Loops klingen mit %1 BPM</translation>
    </message>
</context>
<context>
    <name>nde::ui::DeckClip</name>
    <message>
        <source>The selection is a file now. Drag it once more.</source>
        <translation>Die Auswahl ist jetzt eine Datei. Zieh sie noch einmal.</translation>
    </message>
    <message>
        <source>Export the selection</source>
        <translation>Auswahl exportieren</translation>
    </message>
    <message>
        <source>The selection is in %1.</source>
        <translation>Die Auswahl liegt in %1.</translation>
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
    <message>
        <source>Only sounds of the library keep a beat grid</source>
        <translation>Nur Klänge der Bibliothek behalten ein Taktraster</translation>
    </message>
</context>
<context>
    <name>nde::ui::DeckGrid</name>
    <message>
        <source>Select a sound of the library</source>
        <translation>Einen Klang der Bibliothek wählen</translation>
    </message>
</context>
<context>
    <name>nde::ui::DeckPictures</name>
    <message>
        <source>Listening…</source>
        <translation>Hört zu …</translation>
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
    <name>nde::ui::DreamHead</name>
    <message numerus="yes">
        <source>%1 · %n sound(s) · %2 dimensions</source>
        <translation>
            <numerusform>%1 · %n Klang · %2 Dimensionen</numerusform>
            <numerusform>%1 · %n Klänge · %2 Dimensionen</numerusform>
        </translation>
    </message>
    <message>
        <source>Load model…</source>
        <translation>Modell laden…</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Modus</translation>
    </message>
    <message>
        <source>Steer by words</source>
        <translation>Mit Worten steuern</translation>
    </message>
    <message>
        <source>darker, longer tail …</source>
        <translation>dunkler, längerer Ausklang …</translation>
    </message>
    <message>
        <source>Hear what the pointer passes</source>
        <translation>Hören, worüber der Zeiger fährt</translation>
    </message>
    <message>
        <source>Draw a path</source>
        <translation>Pfad zeichnen</translation>
    </message>
    <message>
        <source>Encircle sounds</source>
        <translation>Klänge einkreisen</translation>
    </message>
    <message>
        <source>Only of short sounds</source>
        <translation>Nur bei kurzen Klängen</translation>
    </message>
</context>
<context>
    <name>nde::ui::DreamRoom</name>
    <message>
        <source>Load a model</source>
        <translation>Ein Modell laden</translation>
    </message>
    <message>
        <source>The middle of the sky</source>
        <translation>Die Mitte des Himmels</translation>
    </message>
    <message numerus="yes">
        <source>Dream %n sound(s)</source>
        <translation>
            <numerusform>%n Klang träumen</numerusform>
            <numerusform>%n Klänge träumen</numerusform>
        </translation>
    </message>
    <message>
        <source>Into the tray (Ctrl+Enter)</source>
        <translation>In die Ablage (Strg+Eingabe)</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s) on the map</source>
        <translation>
            <numerusform>%n Klang auf der Karte</numerusform>
            <numerusform>%n Klänge auf der Karte</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 known to %2</source>
        <translation>%1 davon kennt %2</translation>
    </message>
    <message>
        <source>Decoded in %1 ms</source>
        <translation>In %1 ms dekodiert</translation>
    </message>
    <message>
        <source>Dream</source>
        <translation>Träumen</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Wie viele</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>from outside the library</source>
        <translation>nicht in der Bibliothek</translation>
    </message>
    <message>
        <source>anchor</source>
        <translation>Anker</translation>
    </message>
    <message>
        <source>waits in the tray</source>
        <translation>wartet in der Ablage</translation>
    </message>
    <message>
        <source>the model learned from it</source>
        <translation>das Modell hat daraus gelernt</translation>
    </message>
    <message>
        <source>the model cannot place it well</source>
        <translation>für das Modell schlecht einzuordnen</translation>
    </message>
    <message>
        <source>new to the model</source>
        <translation>dem Modell neu</translation>
    </message>
    <message>
        <source>Here, decoded</source>
        <translation>Hier, dekodiert</translation>
    </message>
    <message>
        <source>Click decodes this place</source>
        <translation>Klick dekodiert diese Stelle</translation>
    </message>
    <message>
        <source>On the path</source>
        <translation>Auf dem Pfad</translation>
    </message>
    <message>
        <source>Between A and B</source>
        <translation>Zwischen A und B</translation>
    </message>
    <message>
        <source>Hear</source>
        <translation>Hören</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>To end A</source>
        <translation>Als Ende A</translation>
    </message>
    <message>
        <source>To end B</source>
        <translation>Als Ende B</translation>
    </message>
    <message>
        <source>Lead the morph through here</source>
        <translation>Den Übergang hier entlang führen</translation>
    </message>
    <message>
        <source>Show in the library</source>
        <translation>In der Bibliothek zeigen</translation>
    </message>
    <message>
        <source>Remove ends, anchors and path</source>
        <translation>Enden, Anker und Pfad entfernen</translation>
    </message>
    <message>
        <source>a place</source>
        <translation>eine Stelle</translation>
    </message>
    <message>
        <source>No model has learned sounds of the category %1: %2 places it as well as it can.</source>
        <translation>Kein Modell hat Klänge der Kategorie %1 gelernt: %2 ordnet ihn ein, so gut es geht.</translation>
    </message>
    <message>
        <source>%1 % · %2 left</source>
        <translation>%1 % · noch %2</translation>
    </message>
    <message>
        <source>dreaming …</source>
        <translation>träumt …</translation>
    </message>
    <message numerus="yes">
        <source>%n candidate(s), not in the library yet</source>
        <translation>
            <numerusform>%n Kandidat, noch nicht in der Bibliothek</numerusform>
            <numerusform>%n Kandidaten, noch nicht in der Bibliothek</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept</source>
        <translation>
            <numerusform>%n behalten</numerusform>
            <numerusform>%n behalten</numerusform>
        </translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>Startwert %1</translation>
    </message>
    <message>
        <source>Export to a folder</source>
        <translation>In einen Ordner exportieren</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be written to %1.</source>
        <translation>
            <numerusform>%n Datei ließ sich nicht nach %1 schreiben.</numerusform>
            <numerusform>%n Dateien ließen sich nicht nach %1 schreiben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) exported to %1.</source>
        <translation>
            <numerusform>%n Datei nach %1 exportiert.</numerusform>
            <numerusform>%n Dateien nach %1 exportiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>Hear what it is near to</source>
        <translation>Hören, was ihm nahe ist</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>There is no sound in this part of the sky.</source>
        <translation>In diesem Teil des Himmels liegt kein Klang.</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n Klang</numerusform>
            <numerusform>%n Klänge</numerusform>
        </translation>
    </message>
    <message>
        <source>Collect under a tag…</source>
        <translation>Unter einem Schlagwort sammeln…</translation>
    </message>
    <message>
        <source>Train on these</source>
        <translation>Damit trainieren</translation>
    </message>
    <message>
        <source>From the sky</source>
        <translation>Vom Himmel</translation>
    </message>
    <message>
        <source>The sounds are being looked at …</source>
        <translation>Die Klänge werden durchgesehen …</translation>
    </message>
    <message>
        <source>%1 is being trained. Its sky opens from the list of models when it is done.</source>
        <translation>%1 wird trainiert. Danach öffnet sich der Himmel über die Liste der Modelle.</translation>
    </message>
    <message>
        <source>%1 was made by another version of the program. Train it anew.</source>
        <translation>%1 stammt von einer anderen Version des Programms. Neu trainieren.</translation>
    </message>
    <message>
        <source>%1 is damaged. Train it anew, or load it from a copy.</source>
        <translation>%1 ist beschädigt. Neu trainieren oder aus einer Kopie laden.</translation>
    </message>
    <message>
        <source>%1 is not where it was.</source>
        <translation>%1 liegt nicht mehr, wo es war.</translation>
    </message>
    <message>
        <source>%1 could not be opened.</source>
        <translation>%1 ließ sich nicht öffnen.</translation>
    </message>
    <message numerus="yes">
        <source>%n back in the tray</source>
        <translation>
            <numerusform>%n wieder in der Ablage</numerusform>
            <numerusform>%n wieder in der Ablage</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::DreamStart</name>
    <message>
        <source>Load model…</source>
        <translation>Modell laden…</translation>
    </message>
    <message>
        <source>Load a model from a file</source>
        <translation>Ein Modell aus einer Datei laden</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
        <source>Looking for models …</source>
        <translation>Sucht nach Modellen …</translation>
    </message>
    <message>
        <source>Opening %1 …</source>
        <translation>Öffnet %1 …</translation>
    </message>
    <message>
        <source>The sounds of the library find their places in its sky.</source>
        <translation>Die Klänge der Bibliothek finden ihren Platz an seinem Himmel.</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Noch kein Modell</translation>
    </message>
    <message>
        <source>A model learns from your own sounds. It takes at least eight of one kind: add some, or chop a track.</source>
        <translation>Ein Modell lernt aus eigenen Klängen. Dafür braucht es mindestens acht einer Art: welche hinzufügen oder einen Track zerlegen.</translation>
    </message>
    <message>
        <source>Go to the library</source>
        <translation>Zur Bibliothek</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s) of the category %1 are ready. Training happens on this computer and needs no download.</source>
        <translation>
            <numerusform>%n Klang der Kategorie %1 ist bereit. Trainiert wird auf diesem Rechner, ohne Download.</numerusform>
            <numerusform>%n Klänge der Kategorie %1 sind bereit. Trainiert wird auf diesem Rechner, ohne Download.</numerusform>
        </translation>
    </message>
    <message>
        <source>Train %1 now (≈ %2)</source>
        <translation>%1 jetzt trainieren (≈ %2)</translation>
    </message>
    <message>
        <source>Train %1 now</source>
        <translation>%1 jetzt trainieren</translation>
    </message>
    <message>
        <source>%1 is being learned</source>
        <translation>%1 wird gelernt</translation>
    </message>
    <message>
        <source>Watch it learn</source>
        <translation>Beim Lernen zusehen</translation>
    </message>
</context>
<context>
    <name>nde::ui::DreamText</name>
    <message>
        <source>brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Bright</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>tail</source>
        <translation>Ausklang</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>Kurz</translation>
    </message>
    <message>
        <source>Long tail</source>
        <translation>Langer Ausklang</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Pure</source>
        <translation>Rein</translation>
    </message>
    <message>
        <source>Noisy</source>
        <translation>Rauschig</translation>
    </message>
    <message>
        <source>punch</source>
        <translation>Druck</translation>
    </message>
    <message>
        <source>Soft</source>
        <translation>Weich</translation>
    </message>
    <message>
        <source>Punchy</source>
        <translation>Druckvoll</translation>
    </message>
    <message>
        <source>pitch</source>
        <translation>Tonhöhe</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Tief</translation>
    </message>
    <message>
        <source>High pitch</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>body</source>
        <translation>Körper</translation>
    </message>
    <message>
        <source>Thin</source>
        <translation>Dünn</translation>
    </message>
    <message>
        <source>Full body</source>
        <translation>Voller Körper</translation>
    </message>
    <message>
        <source>falling pitch</source>
        <translation>Tonfall</translation>
    </message>
    <message>
        <source>Steady</source>
        <translation>Gleichbleibend</translation>
    </message>
    <message>
        <source>Falling pitch</source>
        <translation>Fallender Ton</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Zufall</translation>
    </message>
    <message>
        <source>New sounds from all over what the model knows</source>
        <translation>Neue Klänge aus allem, was das Modell kennt</translation>
    </message>
    <message>
        <source>Interpolated</source>
        <translation>Übergang</translation>
    </message>
    <message>
        <source>Steps from sound A to sound B, or along a path that is drawn</source>
        <translation>Schritte von Klang A zu Klang B oder einen gezeichneten Pfad entlang</translation>
    </message>
    <message>
        <source>Hybrid</source>
        <translation>Hybrid</translation>
    </message>
    <message>
        <source>Crosses this category with a second one</source>
        <translation>Kreuzt diese Kategorie mit einer zweiten</translation>
    </message>
    <message>
        <source>Variation</source>
        <translation>Variation</translation>
    </message>
    <message>
        <source>More like one sound or place, as far away as the radius allows</source>
        <translation>Mehr von einem Klang oder einer Stelle, so weit der Radius reicht</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>The course in time of sound A with the timbre of sound B</source>
        <translation>Der zeitliche Verlauf von Klang A mit der Klangfarbe von Klang B</translation>
    </message>
    <message>
        <source>run %1</source>
        <translation>Lauf %1</translation>
    </message>
    <message>
        <source>A trained model comes first</source>
        <translation>Zuerst braucht es ein trainiertes Modell</translation>
    </message>
    <message>
        <source>Click a sound or a place in the sky first</source>
        <translation>Zuerst einen Klang oder eine Stelle am Himmel anklicken</translation>
    </message>
    <message>
        <source>Put a sound on A and one on B, or draw a path</source>
        <translation>Je einen Klang auf A und B legen oder einen Pfad zeichnen</translation>
    </message>
    <message>
        <source>Needs a model of a second category</source>
        <translation>Braucht ein Modell einer zweiten Kategorie</translation>
    </message>
    <message>
        <source>Put a sound on A for the course and one on B for the timbre</source>
        <translation>Einen Klang für den Verlauf auf A legen und einen für die Farbe auf B</translation>
    </message>
    <message>
        <source>not understood: %1</source>
        <translation>nicht verstanden: %1</translation>
    </message>
    <message>
        <source>far from its sounds</source>
        <translation>fern seiner Klänge</translation>
    </message>
    <message>
        <source>near %1</source>
        <translation>nahe %1</translation>
    </message>
    <message numerus="yes">
        <source>%n rejected draw(s)</source>
        <translation>
            <numerusform>%n verworfener Versuch</numerusform>
            <numerusform>%n verworfene Versuche</numerusform>
        </translation>
    </message>
    <message>
        <source>too close</source>
        <translation>zu nah dran</translation>
    </message>
    <message>
        <source>sustain</source>
        <translation>Halten</translation>
    </message>
    <message>
        <source>Plucked</source>
        <translation>Gezupft</translation>
    </message>
    <message>
        <source>Sustained</source>
        <translation>Gehalten</translation>
    </message>
    <message>
        <source>confidence %1 %</source>
        <translation>Sicherheit %1 %</translation>
    </message>
    <message>
        <source>long sounds</source>
        <translation>lange Klänge</translation>
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
    <name>nde::ui::EarWords</name>
    <message>
        <source>Density</source>
        <translation>Dichte</translation>
    </message>
    <message>
        <source>%1 spikes/s</source>
        <translation>%1 Spikes/s</translation>
    </message>
    <message>
        <source>Spikes of each hearing channel a second: few for single hits, many for a wall of sound.</source>
        <translation>Spikes je Hörkanal und Sekunde: wenige bei einzelnen Treffern, viele bei einer Klangwand.</translation>
    </message>
    <message>
        <source>Sparseness</source>
        <translation>Vereinzelung</translation>
    </message>
    <message>
        <source>How unevenly the spikes are spread over time and channels: 1 is single events, 0 a carpet.</source>
        <translation>Wie ungleich die Spikes über Zeit und Kanäle verteilt sind: 1 sind einzelne Ereignisse, 0 ein Teppich.</translation>
    </message>
    <message>
        <source>Irregularity</source>
        <translation>Unruhe</translation>
    </message>
    <message>
        <source>Spread of the intervals between spikes over their mean: near 0 for a tone, above 1 for bursts.</source>
        <translation>Streuung der Abstände zwischen Spikes durch ihren Mittelwert: nahe 0 bei einem Ton, über 1 bei Schüben.</translation>
    </message>
    <message>
        <source>Liveliness</source>
        <translation>Lebendigkeit</translation>
    </message>
    <message>
        <source>How much neighbouring spike intervals differ: near 0 is mechanical, from 0.6 on organic.</source>
        <translation>Wie sehr sich benachbarte Spike-Abstände unterscheiden: nahe 0 ist mechanisch, ab 0,6 organisch.</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>Textur</translation>
    </message>
    <message>
        <source>How many different spike intervals occur: 0 is one smooth tone, high is a complex texture.</source>
        <translation>Wie viele verschiedene Spike-Abstände vorkommen: 0 ist ein glatter Ton, hoch eine vielschichtige Textur.</translation>
    </message>
    <message>
        <source>Dynamics</source>
        <translation>Dynamik</translation>
    </message>
    <message>
        <source>How much the spike count of 50 ms pieces varies: low is static, from 2 on it develops.</source>
        <translation>Wie sehr die Spikezahl von 50-ms-Stücken schwankt: niedrig steht, ab 2 entwickelt es sich.</translation>
    </message>
    <message>
        <source>Synchrony</source>
        <translation>Gleichzeitigkeit</translation>
    </message>
    <message>
        <source>Share of the channels that fire together within 2.5 ms: high for clicks and noise.</source>
        <translation>Anteil der Kanäle, die binnen 2,5 ms zusammen feuern: hoch bei Klicks und Rauschen.</translation>
    </message>
    <message>
        <source>Coherence</source>
        <translation>Kohärenz</translation>
    </message>
    <message>
        <source>Synchrony beyond what chance gives: 0 for noise and tones, high for clean transients.</source>
        <translation>Gleichzeitigkeit über den Zufall hinaus: 0 bei Rauschen und Tönen, hoch bei sauberen Transienten.</translation>
    </message>
    <message>
        <source>Punch</source>
        <translation>Punch</translation>
    </message>
    <message>
        <source>How many channels an attack wakes, and how much of it falls into the first 30 ms.</source>
        <translation>Wie viele Kanäle ein Anschlag weckt und wie viel davon in die ersten 30 ms fällt.</translation>
    </message>
    <message>
        <source>Pulse</source>
        <translation>Puls</translation>
    </message>
    <message>
        <source>The fastest repeating beat that the ear follows; no value without a clear one.</source>
        <translation>Der schnellste wiederkehrende Schlag, dem das Ohr folgt; ohne klaren kein Wert.</translation>
    </message>
    <message>
        <source>Groove</source>
        <translation>Groove</translation>
    </message>
    <message>
        <source>How strictly the beat repeats: decide only from 0.5 on, 1 is a machine.</source>
        <translation>Wie streng sich der Schlag wiederholt: erst ab 0,5 aussagekräftig, 1 ist eine Maschine.</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Mean pitch region of the spikes on the scale of the ear: below 350 Hz dark, above 3 kHz bright.</source>
        <translation>Mittlere Tonlage der Spikes auf der Skala des Ohrs: unter 350 Hz dunkel, über 3 kHz hell.</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>Spreizung</translation>
    </message>
    <message>
        <source>How far the spikes lie from their mean on the scale of the ear: narrow or broad.</source>
        <translation>Wie weit die Spikes auf der Skala des Ohrs von ihrem Mittel liegen: schmal oder breit.</translation>
    </message>
    <message>
        <source>Fullness</source>
        <translation>Fülle</translation>
    </message>
    <message>
        <source>How evenly the whole range of hearing is used: 1 is full, low is a single region.</source>
        <translation>Wie gleichmäßig der ganze Hörbereich genutzt wird: 1 ist voll, niedrig ein einzelner Bereich.</translation>
    </message>
    <message>
        <source>Habituation</source>
        <translation>Gewöhnung</translation>
    </message>
    <message>
        <source>How much the answer to a hit falls off within 140 ms: 1 is plucked, 0 and below swells.</source>
        <translation>Wie sehr die Antwort auf einen Anschlag binnen 140 ms nachlässt: 1 ist gezupft, 0 und darunter schwillt an.</translation>
    </message>
    <message>
        <source>Novelty</source>
        <translation>Neuheit</translation>
    </message>
    <message>
        <source>How badly the last 100 ms foretell what comes: 0 is hypnotic, 1 eventful.</source>
        <translation>Wie schlecht die letzten 100 ms das Kommende verraten: 0 ist hypnotisch, 1 ereignisreich.</translation>
    </message>
    <message>
        <source>Roughness</source>
        <translation>Rauheit</translation>
    </message>
    <message>
        <source>Flutter between 20 and 150 Hz above 400 Hz: grit, distortion, buzz. Means nothing below 0.3 s.</source>
        <translation>Flattern zwischen 20 und 150 Hz oberhalb von 400 Hz: Körnung, Verzerrung, Schnarren. Unter 0,3 s ohne Aussage.</translation>
    </message>
    <message>
        <source>Modulation</source>
        <translation>Modulation</translation>
    </message>
    <message>
        <source>The strongest swing of the level between 1.5 and 32 Hz: tremolo, LFO or rhythm.</source>
        <translation>Die stärkste Schwankung des Pegels zwischen 1,5 und 32 Hz: Tremolo, LFO oder Rhythmus.</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>How many regions of hearing move on their own: 1 is one gesture, more is layered.</source>
        <translation>Wie viele Hörbereiche sich für sich bewegen: 1 ist eine einzige Geste, mehr ist geschichtet.</translation>
    </message>
</context>
<context>
    <name>nde::ui::EditChip</name>
    <message>
        <source>current</source>
        <translation>aktuell</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>mit Stern</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>K unlocks</source>
        <translation>K entsperrt</translation>
    </message>
    <message>
        <source>K locks</source>
        <translation>K sperrt</translation>
    </message>
    <message>
        <source>Delete removes</source>
        <translation>Entf entfernt</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Lock: stays as it is</source>
        <translation>Sperren: bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Remove “%1”</source>
        <translation>„%1“ entfernen</translation>
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
    <name>nde::ui::EnergyCurve</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>Up and down in the sections change it</source>
        <translation>Auf und ab in den Abschnitten ändert sie</translation>
    </message>
</context>
<context>
    <name>nde::ui::ExportDialog</name>
    <message>
        <source>Mixdown and export</source>
        <translation>Mischung und Export</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Kinds of files</source>
        <translation>Arten von Dateien</translation>
    </message>
    <message>
        <source>Master</source>
        <translation>Master</translation>
    </message>
    <message>
        <source>Stems</source>
        <translation>Stems</translation>
    </message>
    <message>
        <source>DAW</source>
        <translation>DAW</translation>
    </message>
    <message>
        <source>MIDI</source>
        <translation>MIDI</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Folder: %1</source>
        <translation>Ordner: %1</translation>
    </message>
    <message>
        <source>This name cannot be filled in.</source>
        <translation>Dieser Name lässt sich nicht ausfüllen.</translation>
    </message>
    <message>
        <source>Nothing is chosen yet.</source>
        <translation>Noch ist nichts gewählt.</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>Folder of the export</source>
        <translation>Ordner des Exports</translation>
    </message>
    <message>
        <source>The whole track as one file</source>
        <translation>Der ganze Track als eine Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>Abtastrate</translation>
    </message>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautheit</translation>
    </message>
    <message>
        <source>True peak, at most</source>
        <translation>True Peak höchstens</translation>
    </message>
    <message>
        <source>Write what is known into the files</source>
        <translation>In die Dateien schreiben, was bekannt ist</translation>
    </message>
    <message>
        <source>Tempo, key, loudness, and where every sound comes from.</source>
        <translation>Tempo, Tonart, Lautheit, und woher jeder Klang kommt.</translation>
    </message>
    <message>
        <source>One file for every lane</source>
        <translation>Eine Datei je Spur</translation>
    </message>
    <message>
        <source>With the returns of reverb and delay. Together they are the mix before the master.</source>
        <translation>Mit Hall und Echo. Zusammen ergeben sie die Mischung vor dem Master.</translation>
    </message>
    <message>
        <source>Format of the stems</source>
        <translation>Format der Stems</translation>
    </message>
    <message>
        <source>REAPER project</source>
        <translation>REAPER-Projekt</translation>
    </message>
    <message>
        <source>Tracks, items, fades, tempo and section markers; its sounds beside it.</source>
        <translation>Spuren, Clips, Blenden, Tempo und Marker der Abschnitte; die Klänge daneben.</translation>
    </message>
    <message>
        <source>DAWproject</source>
        <translation>DAWproject</translation>
    </message>
    <message>
        <source>For Bitwig Studio, Studio One, Cubase and others.</source>
        <translation>Für Bitwig Studio, Studio One, Cubase und andere.</translation>
    </message>
    <message>
        <source>Cue list</source>
        <translation>Cue-Liste</translation>
    </message>
    <message>
        <source>Sections with bar and time, as text.</source>
        <translation>Abschnitte mit Takt und Zeit, als Text.</translation>
    </message>
    <message>
        <source>MIDI file</source>
        <translation>MIDI-Datei</translation>
    </message>
    <message>
        <source>Type 1: tempo, section markers, a track for every drum lane and for lanes of single notes.</source>
        <translation>Typ 1: Tempo, Marker der Abschnitte, eine Spur je Schlagzeugspur und je Spur einzelner Noten.</translation>
    </message>
    <message>
        <source>The sounds in use as a sample pack</source>
        <translation>Die benutzten Klänge als Sample-Paket</translation>
    </message>
    <message>
        <source>Folders by category, with manifest and licence list.</source>
        <translation>Ordner nach Kategorie, mit Verzeichnis und Lizenzliste.</translation>
    </message>
    <message>
        <source>Who is in this track</source>
        <translation>Wer in diesem Track steckt</translation>
    </message>
    <message>
        <source>A report of every sound and where it comes from.</source>
        <translation>Ein Bericht über jeden Klang und seine Herkunft.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>{track} {bpm} {key} {date} stand for what they say.</source>
        <translation>{track} {bpm} {key} {date} stehen für das, was sie sagen.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Replace files of the same name</source>
        <translation>Gleichnamige Dateien ersetzen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
</context>
<context>
    <name>nde::ui::ExportSetup</name>
    <message>
        <source>Stream master −14</source>
        <translation>Streaming −14</translation>
    </message>
    <message>
        <source>Club −8</source>
        <translation>Club −8</translation>
    </message>
    <message>
        <source>Stems for my DAW</source>
        <translation>Stems für meine DAW</translation>
    </message>
    <message>
        <source>DJ stem file</source>
        <translation>DJ-Stems</translation>
    </message>
    <message>
        <source>Sample pack</source>
        <translation>Sample-Paket</translation>
    </message>
    <message>
        <source>My own choice</source>
        <translation>Eigene Wahl</translation>
    </message>
    <message>
        <source>WAV 16 bit, dithered</source>
        <translation>WAV 16 Bit mit Dither</translation>
    </message>
    <message>
        <source>WAV 24 bit, dithered</source>
        <translation>WAV 24 Bit mit Dither</translation>
    </message>
    <message>
        <source>WAV 32 bit float</source>
        <translation>WAV 32 Bit Gleitkomma</translation>
    </message>
    <message numerus="yes">
        <source>%n stem(s)</source>
        <translation>
            <numerusform>%n Stem</numerusform>
            <numerusform>%n Stems</numerusform>
        </translation>
    </message>
    <message>
        <source>a cue list</source>
        <translation>eine Cue-Liste</translation>
    </message>
    <message>
        <source>the influences</source>
        <translation>die Einflüsse</translation>
    </message>
    <message numerus="yes">
        <source>a pack of %n sound(s)</source>
        <translation>
            <numerusform>ein Paket mit %n Klang</numerusform>
            <numerusform>ein Paket mit %n Klängen</numerusform>
        </translation>
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
    <message>
        <source>under %1 s</source>
        <translation>unter %1 s</translation>
    </message>
    <message>
        <source>from %1 s</source>
        <translation>ab %1 s</translation>
    </message>
    <message>
        <source>%1–%2 s</source>
        <translation>%1–%2 s</translation>
    </message>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n Stern</numerusform>
            <numerusform>%n Sterne</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n star(s) or more</source>
        <translation>
            <numerusform>%n Stern oder mehr</numerusform>
            <numerusform>%n Sterne oder mehr</numerusform>
        </translation>
    </message>
    <message>
        <source>under %1 %</source>
        <translation>unter %1 %</translation>
    </message>
    <message>
        <source>from %1 %</source>
        <translation>ab %1 %</translation>
    </message>
    <message>
        <source>%1–%2 %</source>
        <translation>%1–%2 %</translation>
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
        <source>Rating</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Güte</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
</context>
<context>
    <name>nde::ui::FacetValues</name>
    <message>
        <source>Show fewer</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weiterer</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::FactEditing</name>
    <message>
        <source>A tempo is a number from 20 to 400; empty is no tempo.</source>
        <translation>Ein Tempo ist eine Zahl von 20 bis 400; leer heißt ohne Tempo.</translation>
    </message>
    <message>
        <source>Half the tempo</source>
        <translation>Tempo halbieren</translation>
    </message>
    <message>
        <source>Double the tempo</source>
        <translation>Tempo verdoppeln</translation>
    </message>
    <message>
        <source>Set the tempo</source>
        <translation>Tempo setzen</translation>
    </message>
    <message>
        <source>Set the key</source>
        <translation>Tonart setzen</translation>
    </message>
    <message>
        <source>Set the class</source>
        <translation>Art setzen</translation>
    </message>
    <message>
        <source>Tempo in beats a minute</source>
        <translation>Tempo in Schlägen je Minute</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonart</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>none (atonal)</source>
        <translation>keine (atonal)</translation>
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
        <source>DC offset</source>
        <translation>Gleichspannung</translation>
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
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>%1 · seed %2</source>
        <translation>%1 · Seed %2</translation>
    </message>
    <message>
        <source>Starter kit</source>
        <translation>Startpaket</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>von dir</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Klang</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>From the length, the number of onsets and whether the tempo fills whole bars.</source>
        <translation>Aus der Länge, der Zahl der Einsätze und ob das Tempo ganze Takte füllt.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>From the first to the last sample of the file.</source>
        <translation>Vom ersten bis zum letzten Sample der Datei.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>As the file says.</source>
        <translation>Wie die Datei es sagt.</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>What made this sound, with the seed that makes it again.</source>
        <translation>Was diesen Klang gemacht hat, mit dem Startwert, der ihn noch einmal macht.</translation>
    </message>
    <message>
        <source>Heard part</source>
        <translation>Hörbar</translation>
    </message>
    <message>
        <source>What is louder than −60 dB against the peak.</source>
        <translation>Was lauter ist als −60 dB gegen die Spitze.</translation>
    </message>
    <message>
        <source>Transients</source>
        <translation>Transienten</translation>
    </message>
    <message>
        <source>Share of the energy in attacks, after splitting the sound into attacks and sustained tones.</source>
        <translation>Anteil der Energie in Anschlägen, nachdem der Klang in Anschläge und gehaltene Töne geteilt wurde.</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>The beat that repeats best in the onsets; loops must fill whole bars.</source>
        <translation>Der Schlag, der sich in den Einsätzen am besten wiederholt; Loops müssen ganze Takte füllen.</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Takte</translation>
    </message>
    <message>
        <source>Length at this tempo, in bars.</source>
        <translation>Länge bei diesem Tempo, in Takten.</translation>
    </message>
    <message>
        <source>First “one”</source>
        <translation>Erste „Eins“</translation>
    </message>
    <message>
        <source>Time of the first beat of a bar: where low hits and changes fall.</source>
        <translation>Zeit des ersten Schlags eines Takts: wo tiefe Treffer und Wechsel liegen.</translation>
    </message>
    <message>
        <source>Metre</source>
        <translation>Taktart</translation>
    </message>
    <message>
        <source>%1 beats</source>
        <translation>%1 Schläge</translation>
    </message>
    <message>
        <source>Beats in a bar.</source>
        <translation>Schläge in einem Takt.</translation>
    </message>
    <message>
        <source>Time &amp; pitch</source>
        <translation>Zeit &amp; Tonhöhe</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonart</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>The notes that sound, against the profiles of all 24 keys; “none” is atonal.</source>
        <translation>Die klingenden Töne, verglichen mit den Profilen aller 24 Tonarten; „keine“ heißt atonal.</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>Tonhöhe</translation>
    </message>
    <message>
        <source>Period of the wave once the tone has settled.</source>
        <translation>Periode der Welle, sobald der Ton steht.</translation>
    </message>
    <message>
        <source>Tuning</source>
        <translation>Stimmung</translation>
    </message>
    <message>
        <source>Of the whole sound against A = 440 Hz.</source>
        <translation>Des ganzen Klangs gegen A = 440 Hz.</translation>
    </message>
    <message>
        <source>Onsets</source>
        <translation>Einsätze</translation>
    </message>
    <message>
        <source>Clear rises in the bands of hearing.</source>
        <translation>Deutliche Anstiege in den Hörbändern.</translation>
    </message>
    <message>
        <source>Attack</source>
        <translation>Anstieg</translation>
    </message>
    <message>
        <source>Time from 10 to 90 % of the loudest moment.</source>
        <translation>Zeit von 10 bis 90 % des lautesten Augenblicks.</translation>
    </message>
    <message>
        <source>Decay</source>
        <translation>Abfall</translation>
    </message>
    <message>
        <source>Time from the loudest moment until it is 20 dB softer.</source>
        <translation>Zeit vom lautesten Augenblick, bis es 20 dB leiser ist.</translation>
    </message>
    <message>
        <source>Harmony</source>
        <translation>Harmonik</translation>
    </message>
    <message>
        <source>How many different tones sound together or in turn: 0 % is one tone.</source>
        <translation>Wie viele verschiedene Töne zugleich oder nacheinander klingen: 0 % ist ein Ton.</translation>
    </message>
    <message>
        <source>Rhythm</source>
        <translation>Rhythmik</translation>
    </message>
    <message>
        <source>How varied the distances between onsets are: 0 % is even.</source>
        <translation>Wie verschieden die Abstände zwischen Einsätzen sind: 0 % ist gleichmäßig.</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Pegel</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lautheit</translation>
    </message>
    <message>
        <source>Integrated after EBU R 128; of short sounds the loudest 400 ms.</source>
        <translation>Integriert nach EBU R 128; bei kurzen Klängen die lautesten 400 ms.</translation>
    </message>
    <message>
        <source>Loudest 0.4 s</source>
        <translation>Lauteste 0,4 s</translation>
    </message>
    <message>
        <source>Highest momentary loudness.</source>
        <translation>Höchste momentane Lautheit.</translation>
    </message>
    <message>
        <source>Loudest 3 s</source>
        <translation>Lauteste 3 s</translation>
    </message>
    <message>
        <source>Highest short-term loudness.</source>
        <translation>Höchste kurzzeitige Lautheit.</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Umfang</translation>
    </message>
    <message>
        <source>From the soft to the loud parts, after EBU Tech 3342.</source>
        <translation>Von den leisen zu den lauten Teilen, nach EBU Tech 3342.</translation>
    </message>
    <message>
        <source>True peak</source>
        <translation>True Peak</translation>
    </message>
    <message>
        <source>Highest point of the curve between the samples.</source>
        <translation>Höchster Punkt der Kurve zwischen den Samples.</translation>
    </message>
    <message>
        <source>Peak</source>
        <translation>Spitze</translation>
    </message>
    <message>
        <source>Highest sample.</source>
        <translation>Höchstes Sample.</translation>
    </message>
    <message>
        <source>RMS</source>
        <translation>RMS</translation>
    </message>
    <message>
        <source>Mean power over all channels.</source>
        <translation>Mittlere Leistung über alle Kanäle.</translation>
    </message>
    <message>
        <source>Crest</source>
        <translation>Crest</translation>
    </message>
    <message>
        <source>Peak against RMS: high for hits, low for what is squashed.</source>
        <translation>Spitze gegen RMS: hoch bei Treffern, niedrig bei Plattgedrücktem.</translation>
    </message>
    <message>
        <source>Noise floor</source>
        <translation>Grundrauschen</translation>
    </message>
    <message>
        <source>Level of the quietest 50 ms blocks against the loudest.</source>
        <translation>Pegel der leisesten 50-ms-Blöcke gegen die lautesten.</translation>
    </message>
    <message>
        <source>Clipped</source>
        <translation>Übersteuert</translation>
    </message>
    <message>
        <source>Share of the samples in runs of three or more at full scale.</source>
        <translation>Anteil der Samples, die zu dritt oder mehr am Anschlag stehen.</translation>
    </message>
    <message>
        <source>Mean of all samples, of full scale.</source>
        <translation>Mittelwert aller Samples, vom Vollausschlag.</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>Still</translation>
    </message>
    <message>
        <source>Share of silent blocks.</source>
        <translation>Anteil stiller Blöcke.</translation>
    </message>
    <message>
        <source>Spectrum</source>
        <translation>Spektrum</translation>
    </message>
    <message>
        <source>Centroid</source>
        <translation>Schwerpunkt</translation>
    </message>
    <message>
        <source>Centre of gravity of the spectrum.</source>
        <translation>Schwerpunkt des Spektrums.</translation>
    </message>
    <message>
        <source>85 % below</source>
        <translation>85 % unter</translation>
    </message>
    <message>
        <source>85 % of the energy lies below this frequency.</source>
        <translation>85 % der Energie liegen unter dieser Frequenz.</translation>
    </message>
    <message>
        <source>95 % below</source>
        <translation>95 % unter</translation>
    </message>
    <message>
        <source>95 % of the energy lies below this frequency.</source>
        <translation>95 % der Energie liegen unter dieser Frequenz.</translation>
    </message>
    <message>
        <source>Reaches to</source>
        <translation>Reicht bis</translation>
    </message>
    <message>
        <source>Upper edge of the highest third of an octave within −65 dB of the loudest.</source>
        <translation>Obere Kante der höchsten Terz, die nicht mehr als 65 dB unter der lautesten liegt.</translation>
    </message>
    <message>
        <source>Flatness</source>
        <translation>Flachheit</translation>
    </message>
    <message>
        <source>0 is a pure tone, 1 white noise.</source>
        <translation>0 ist ein reiner Ton, 1 weißes Rauschen.</translation>
    </message>
    <message>
        <source>Flux</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>How much the spectrum rises from moment to moment, on a logarithmic scale.</source>
        <translation>Wie sehr das Spektrum von Augenblick zu Augenblick steigt, logarithmisch.</translation>
    </message>
    <message>
        <source>Stereo</source>
        <translation>Stereo</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Share of the side signal in the energy: 0 % is mono.</source>
        <translation>Anteil des Seitensignals an der Energie: 0 % ist mono.</translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation>Korrelation</translation>
    </message>
    <message>
        <source>Of left and right: 1 is mono, 0 unrelated, −1 opposed.</source>
        <translation>Von links und rechts: 1 ist mono, 0 ohne Bezug, −1 gegenläufig.</translation>
    </message>
    <message>
        <source>Below 150 Hz</source>
        <translation>Unter 150 Hz</translation>
    </message>
    <message>
        <source>Correlation of the bass, which should stay near 1.</source>
        <translation>Korrelation des Basses, die nahe 1 bleiben sollte.</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Balance</translation>
    </message>
    <message>
        <source>Right against left.</source>
        <translation>Rechts gegen links.</translation>
    </message>
    <message>
        <source>Lost in mono</source>
        <translation>Monoverlust</translation>
    </message>
    <message>
        <source>What folding to one channel takes away.</source>
        <translation>Was das Falten auf einen Kanal wegnimmt.</translation>
    </message>
    <message>
        <source>width %1</source>
        <translation>Breite %1</translation>
    </message>
    <message>
        <source>Ear</source>
        <translation>Ohr</translation>
    </message>
    <message>
        <source>punch %1</source>
        <translation>Punch %1</translation>
    </message>
    <message>
        <source>Cut off at</source>
        <translation>Gekappt bei</translation>
    </message>
    <message>
        <source>A filter or a lossy format has left nothing above.</source>
        <translation>Darüber ließ ein Filter oder Lossy-Format nichts übrig.</translation>
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
    <name>nde::ui::GridBar</name>
    <message>
        <source>Beat grid</source>
        <translation>Taktraster</translation>
    </message>
    <message>
        <source>Half the tempo</source>
        <translation>Halbes Tempo</translation>
    </message>
    <message>
        <source>Double the tempo</source>
        <translation>Doppeltes Tempo</translation>
    </message>
    <message>
        <source>Tap</source>
        <translation>Tippen</translation>
    </message>
    <message>
        <source>Tap the tempo</source>
        <translation>Tempo mittippen</translation>
    </message>
    <message>
        <source>Tap along: from the fourth tap on this is the tempo</source>
        <translation>Mittippen: ab dem vierten Mal ist das das Tempo</translation>
    </message>
    <message>
        <source>One here</source>
        <translation>Eins hier</translation>
    </message>
    <message>
        <source>A bar begins at the playhead</source>
        <translation>An der Abspielmarke beginnt ein Takt</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo the last change of the grid</source>
        <translation>Letzte Änderung am Raster zurücknehmen</translation>
    </message>
    <message>
        <source>As measured</source>
        <translation>Wie gemessen</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Neu messen</translation>
    </message>
    <message>
        <source>Forget the tempo, key and class that were set by hand, and measure again</source>
        <translation>Von Hand gesetztes Tempo, Tonart und Art vergessen und neu messen</translation>
    </message>
    <message>
        <source>No tempo</source>
        <translation>Kein Tempo</translation>
    </message>
    <message numerus="yes">
        <source>%n tap(s)</source>
        <translation>
            <numerusform>%n-mal getippt</numerusform>
            <numerusform>%n-mal getippt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>noch %n</numerusform>
            <numerusform>noch %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Being measured</source>
        <translation>Wird gemessen</translation>
    </message>
    <message>
        <source>Set by hand</source>
        <translation>Von Hand gesetzt</translation>
    </message>
    <message>
        <source>Measured, %1 % sure</source>
        <translation>Gemessen, zu %1 % sicher</translation>
    </message>
    <message>
        <source>Tap along to give it a tempo</source>
        <translation>Mittippen gibt ein Tempo</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
</context>
<context>
    <name>nde::ui::GuideWindow</name>
    <message>
        <source>Guide</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation>Kapitel</translation>
    </message>
    <message>
        <source>Chapter</source>
        <translation>Kapitel</translation>
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
    <name>nde::ui::HistoryActions</name>
    <message>
        <source>favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>kind of sound</source>
        <translation>Art des Klangs</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Tonart</translation>
    </message>
    <message>
        <source>beat grid</source>
        <translation>Taktraster</translation>
    </message>
    <message>
        <source>back to measured</source>
        <translation>zurück zum Gemessenen</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>removal</source>
        <translation>Entfernen</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n sound(s)</source>
        <translation>
            <numerusform>%1, %n Klang</numerusform>
            <numerusform>%1, %n Klänge</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken back: %1.</source>
        <translation>Rückgängig gemacht: %1.</translation>
    </message>
    <message>
        <source>Done again: %1.</source>
        <translation>Wiederholt: %1.</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
</context>
<context>
    <name>nde::ui::InspectorHead</name>
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
        <source>Rating (1–5, 0 clears)</source>
        <translation>Wertung (1–5, 0 löscht)</translation>
    </message>
</context>
<context>
    <name>nde::ui::InspectorPanel</name>
    <message>
        <source>The file is not where it was: %1</source>
        <translation>Die Datei ist nicht mehr an ihrem Ort: %1</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Güte</translation>
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
        <source>Waveform</source>
        <translation>Wellenform</translation>
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
        <source>Character</source>
        <translation>Charakter</translation>
    </message>
    <message>
        <source>among %1</source>
        <translation>unter %1</translation>
    </message>
    <message>
        <source>not heard yet</source>
        <translation>noch nicht gehört</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>Vergleich beenden</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>Vergleichen mit …</translation>
    </message>
    <message>
        <source>“%1” is held. Choose the sound to compare it with.</source>
        <translation>„%1“ wird festgehalten. Wähle den Klang, mit dem du vergleichen willst.</translation>
    </message>
    <message>
        <source>“%1” is being chopped. Its slices will wait for you in the Separate room.</source>
        <translation>„%1“ wird geschnitten. Die Schnitte warten dann im Raum Trennen auf dich.</translation>
    </message>
    <message>
        <source>Chop…</source>
        <translation>Schneiden …</translation>
    </message>
    <message>
        <source>Compare with the next sound that is chosen; two sounds that are selected together are compared, too</source>
        <translation>Vergleicht mit dem nächsten gewählten Klang; zwei zusammen ausgewählte Klänge werden auch verglichen</translation>
    </message>
    <message>
        <source>Dream like this</source>
        <translation>Davon träumen</translation>
    </message>
    <message>
        <source>“%1” is being dreamed again.</source>
        <translation>„%1“ wird noch einmal geträumt.</translation>
    </message>
    <message>
        <source>“%1” could not be dreamed again: %2</source>
        <translation>„%1“ ließ sich nicht noch einmal träumen: %2</translation>
    </message>
    <message>
        <source>“%1” comes out the same, to the last bit.</source>
        <translation>„%1“ ist wieder genau derselbe Klang, bis zum letzten Bit.</translation>
    </message>
    <message>
        <source>“%1” comes out different, by %2 dB at most. The new one is beside it: %3</source>
        <translation>„%1“ fällt anders aus, um höchstens %2 dB. Der neue liegt daneben: %3</translation>
    </message>
    <message>
        <source>Dream it again</source>
        <translation>Noch einmal träumen</translation>
    </message>
    <message>
        <source>Makes this sound anew from its stored seed and model, and says whether it is the same to the last bit.</source>
        <translation>Erzeugt diesen Klang neu aus seinem gespeicherten Startwert und Modell und sagt, ob er bis zum letzten Bit derselbe ist.</translation>
    </message>
    <message>
        <source>This sound could not be analysed. Check its file in another program.</source>
        <translation>Dieser Klang ließ sich nicht analysieren. Prüfe seine Datei in einem anderen Programm.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Strg+E</translation>
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
        <source>Embed</source>
        <translation>Einbetten</translation>
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
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message numerus="yes">
        <source>%n could not be taken</source>
        <translation>
            <numerusform>%n konnte nicht übernommen werden</numerusform>
            <numerusform>%n konnten nicht übernommen werden</numerusform>
        </translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>misst</translation>
    </message>
    <message>
        <source>finding the tempo</source>
        <translation>sucht das Tempo</translation>
    </message>
    <message>
        <source>finding the key</source>
        <translation>sucht die Tonart</translation>
    </message>
    <message>
        <source>drawing</source>
        <translation>zeichnet</translation>
    </message>
    <message>
        <source>finding slices</source>
        <translation>sucht Slices</translation>
    </message>
    <message>
        <source>cutting</source>
        <translation>schneidet</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>prüft</translation>
    </message>
    <message>
        <source>comparing</source>
        <translation>vergleicht</translation>
    </message>
    <message>
        <source>listening to the sounds</source>
        <translation>hört die Klänge an</translation>
    </message>
    <message>
        <source>downloading</source>
        <translation>lädt herunter</translation>
    </message>
    <message>
        <source>aligning the sounds</source>
        <translation>richtet die Klänge aus</translation>
    </message>
    <message>
        <source>finding what they share</source>
        <translation>sucht, was sie gemeinsam haben</translation>
    </message>
    <message>
        <source>fitting to the tempo</source>
        <translation>passt ans Tempo an</translation>
    </message>
    <message>
        <source>mixing</source>
        <translation>mischt</translation>
    </message>
    <message>
        <source>mastering</source>
        <translation>mastert</translation>
    </message>
    <message>
        <source>exporting</source>
        <translation>exportiert</translation>
    </message>
    <message>
        <source>packing</source>
        <translation>packt</translation>
    </message>
    <message>
        <source>It was left out.</source>
        <translation>Sie wurde ausgelassen.</translation>
    </message>
</context>
<context>
    <name>nde::ui::Knob</name>
    <message>
        <source>centre</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>left %1 %</source>
        <translation>links %1 %</translation>
    </message>
    <message>
        <source>right %1 %</source>
        <translation>rechts %1 %</translation>
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
    <name>nde::ui::LengthFields</name>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Length in seconds</source>
        <translation>Länge in Sekunden</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>wie er ist</translation>
    </message>
    <message>
        <source>1 to 120 seconds; as it is = as long as the sound it starts from, at random %1 s</source>
        <translation>1 bis 120 Sekunden; wie er ist = so lang wie der Klang, von dem es ausgeht, zufällig %1 s</translation>
    </message>
    <message>
        <source>Length in bars</source>
        <translation>Länge in Takten</translation>
    </message>
    <message>
        <source> bars</source>
        <translation> Takte</translation>
    </message>
    <message>
        <source>Bars of four beats; as it is = as long as the sound it starts from, at random %1 bars</source>
        <translation>Takte zu vier Schlägen; wie er ist = so lang wie der Klang, von dem es ausgeht, zufällig %1 Takte</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source> BPM</source>
        <translation> BPM</translation>
    </message>
    <message>
        <source>own tempo</source>
        <translation>eigenes Tempo</translation>
    </message>
    <message>
        <source>Own tempo = that of the sound it starts from, at random %1 BPM</source>
        <translation>Eigenes Tempo = das des Klangs, von dem es ausgeht, zufällig %1 BPM</translation>
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
    <name>nde::ui::LibraryMap</name>
    <message>
        <source>The map is being laid out …</source>
        <translation>Die Karte wird angelegt …</translation>
    </message>
    <message>
        <source>There is no map yet.</source>
        <translation>Es gibt noch keine Karte.</translation>
    </message>
    <message>
        <source>What has been analysed appears here.</source>
        <translation>Was analysiert ist, erscheint hier.</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n gewählt</numerusform>
            <numerusform>%n gewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the map</source>
        <translation>
            <numerusform>%n auf der Karte</numerusform>
            <numerusform>%n auf der Karte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not analysed</source>
        <translation>
            <numerusform>%n nicht analysiert</numerusform>
            <numerusform>%n nicht analysiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a place</source>
        <translation>
            <numerusform>%n ohne Platz</numerusform>
            <numerusform>%n ohne Platz</numerusform>
        </translation>
    </message>
    <message>
        <source>Space held: hear what you pass · Shift and drag: encircle · wheel: zoom</source>
        <translation>Leertaste halten: hören, was überfahren wird · Umschalt und ziehen: einkreisen · Rad: Zoom</translation>
    </message>
    <message>
        <source>Encircle sounds</source>
        <translation>Klänge einkreisen</translation>
    </message>
    <message>
        <source>Laying the map out</source>
        <translation>Die Karte wird angelegt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop laying the map out</source>
        <translation>Anlegen der Karte abbrechen</translation>
    </message>
    <message>
        <source>Lay out anew</source>
        <translation>Neu anlegen</translation>
    </message>
    <message>
        <source>Every sound gets another place</source>
        <translation>Jeder Klang bekommt einen anderen Platz</translation>
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
    <message>
        <source>Find what sounds like a file…</source>
        <translation>Finden, was wie eine Datei klingt …</translation>
    </message>
    <message>
        <source>Find what sounds like a file</source>
        <translation>Finden, was wie eine Datei klingt</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>with CLAP (%1)</source>
        <translation>mit CLAP (%1)</translation>
    </message>
    <message>
        <source>CLAP: %1 of %2 heard</source>
        <translation>CLAP: %1 von %2 gehört</translation>
    </message>
    <message>
        <source>without CLAP: the model is broken</source>
        <translation>ohne CLAP: das Modell ist beschädigt</translation>
    </message>
    <message>
        <source>Save as smart collection</source>
        <translation>Als Suchsammlung merken</translation>
    </message>
    <message>
        <source>There is a collection of this name already.</source>
        <translation>Eine Sammlung dieses Namens gibt es schon.</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Kacheln</translation>
    </message>
    <message>
        <source>There is no sound to export.</source>
        <translation>Es ist kein Klang gewählt.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) moved to the trash.</source>
        <translation>
            <numerusform>%n Datei liegt im Papierkorb.</numerusform>
            <numerusform>%n Dateien liegen im Papierkorb.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) stay: outside the studio, or no trash takes them.</source>
        <translation>
            <numerusform>%n Datei bleibt: außerhalb des Studios, oder kein Papierkorb nimmt sie.</numerusform>
            <numerusform>%n Dateien bleiben: außerhalb des Studios, oder kein Papierkorb nimmt sie.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) taken out of the trash.</source>
        <translation>
            <numerusform>%n Datei aus dem Papierkorb geholt.</numerusform>
            <numerusform>%n Dateien aus dem Papierkorb geholt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be brought back from the trash.</source>
        <translation>
            <numerusform>%n Datei ließ sich nicht aus dem Papierkorb holen.</numerusform>
            <numerusform>%n Dateien ließen sich nicht aus dem Papierkorb holen.</numerusform>
        </translation>
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
    <name>nde::ui::LikeBar</name>
    <message>
        <source>Listening to</source>
        <translation>Hört hinein:</translation>
    </message>
    <message>
        <source>Sounds like</source>
        <translation>Klingt wie</translation>
    </message>
    <message>
        <source>Sounds like this</source>
        <translation>Klingt ähnlich</translation>
    </message>
    <message>
        <source>Compare with nothing</source>
        <translation>Mit nichts vergleichen</translation>
    </message>
    <message>
        <source>How much %1 counts. Double click: fully.</source>
        <translation>Wie viel „%1“ zählt. Doppelklick: ganz.</translation>
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
    <name>nde::ui::ListenPanel</name>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Analytic start</source>
        <translation>Analytischer Start</translation>
    </message>
    <message>
        <source>Epoch %1</source>
        <translation>Epoche %1</translation>
    </message>
    <message>
        <source>original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>random dream · epoch %1</source>
        <translation>Zufallstraum · Epoche %1</translation>
    </message>
    <message>
        <source>reconstruction · epoch %1</source>
        <translation>Rekonstruktion · Epoche %1</translation>
    </message>
    <message>
        <source>Listen by epoch</source>
        <translation>Nach Epoche hören</translation>
    </message>
    <message>
        <source>8 probes, level-matched</source>
        <translation>8 Proben, gleich laut</translation>
    </message>
    <message>
        <source>What is heard</source>
        <translation>Was zu hören ist</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Reconstruction</source>
        <translation>Rekonstruktion</translation>
    </message>
    <message>
        <source>On the sounds, Tab flips; Shift+Tab leaves them</source>
        <translation>Auf den Klängen wechselt Tab; Umschalt+Tab verlässt sie</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Moves all sounds to how they were after this epoch</source>
        <translation>Stellt alle Klänge auf den Stand nach dieser Epoche</translation>
    </message>
    <message>
        <source>Probes</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>Up and down choose, Space plays, left and right change the epoch, Tab flips between original and reconstruction, Shift and Tab leave.</source>
        <translation>Auf und ab wählen, Leertaste spielt, links und rechts wechseln die Epoche, Tab wechselt zwischen Original und Rekonstruktion, Umschalt und Tab führen hinaus.</translation>
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
    <message>
        <source>Show file</source>
        <translation>Datei zeigen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Doctor…</source>
        <translation>Diagnose…</translation>
    </message>
    <message>
        <source>Self-test…</source>
        <translation>Selbsttest…</translation>
    </message>
    <message>
        <source>The last change of the library was not kept. %1</source>
        <translation>Die letzte Änderung der Bibliothek blieb nicht erhalten. %1</translation>
    </message>
</context>
<context>
    <name>nde::ui::MasterStrip</name>
    <message>
        <source>Master</source>
        <translation>Master</translation>
    </message>
    <message>
        <source>Loudness target</source>
        <translation>Ziel der Lautheit</translation>
    </message>
    <message>
        <source>Loudness of the mixdown</source>
        <translation>Lautheit der Mischung</translation>
    </message>
    <message>
        <source>Level of the mix</source>
        <translation>Pegel der Mischung</translation>
    </message>
    <message>
        <source>%1 dBTP</source>
        <translation>%1 dBTP</translation>
    </message>
</context>
<context>
    <name>nde::ui::MixBar</name>
    <message>
        <source>%1 original, %2 separated, %3 generated</source>
        <translation>%1 original, %2 getrennt, %3 erzeugt</translation>
    </message>
</context>
<context>
    <name>nde::ui::MixStrip</name>
    <message>
        <source>Level of %1</source>
        <translation>Pegel von %1</translation>
    </message>
    <message>
        <source>Pan of %1</source>
        <translation>Panorama von %1</translation>
    </message>
    <message>
        <source>Channel of %1: filters, width, sends, ducking</source>
        <translation>Kanal von %1: Filter, Breite, Sends, Ducking</translation>
    </message>
</context>
<context>
    <name>nde::ui::MixerPanel</name>
    <message>
        <source>Mixer</source>
        <translation>Mixer</translation>
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
    <message>
        <source>Text search: holds what you type against what is heard. Searching by words works without it, too.</source>
        <translation>Textsuche: hält, was du tippst, an das, was zu hören ist. Die Suche mit Wörtern geht auch ohne.</translation>
    </message>
    <message>
        <source>The card of this model names the Apache licence 2.0.</source>
        <translation>Das Datenblatt dieses Modells nennt die Apache-Lizenz 2.0.</translation>
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
    <message>
        <source>Draft separation is part of the studio: it needs no download and works on any computer. The networks below reach studio quality; the last one is for searching by words.</source>
        <translation>Die Entwurfs-Trennung gehört zum Studio: Sie braucht keinen Download und läuft auf jedem Rechner. Die Netze darunter erreichen Studioqualität; das letzte ist für die Suche mit Wörtern.</translation>
    </message>
    <message>
        <source>Use for searching</source>
        <translation>Zum Suchen verwenden</translation>
    </message>
    <message>
        <source>This studio&apos;s words are held against what this model hears</source>
        <translation>Die Wörter dieses Studios werden an das gehalten, was dieses Modell hört</translation>
    </message>
</context>
<context>
    <name>nde::ui::MorphPanel</name>
    <message>
        <source>joint latent</source>
        <translation>gemeinsames Modell</translation>
    </message>
    <message>
        <source>layer blend</source>
        <translation>Schichtmischung</translation>
    </message>
    <message>
        <source>One model knows both: the crossing goes through its own space</source>
        <translation>Ein Modell kennt beide: die Kreuzung geht durch seinen eigenen Raum</translation>
    </message>
    <message>
        <source>Two models: attack, body and noise of both are mixed before they become sound</source>
        <translation>Zwei Modelle: Anschlag, Körper und Rauschen beider werden gemischt, bevor Klang daraus wird</translation>
    </message>
    <message>
        <source>Morph and hybrid</source>
        <translation>Übergang und Hybrid</translation>
    </message>
    <message>
        <source>Morph</source>
        <translation>Übergang</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Steps from A to B</source>
        <translation>Schritte von A nach B</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>Fahrt</translation>
    </message>
    <message>
        <source>Hear all steps in a loop</source>
        <translation>Alle Schritte in Schleife hören</translation>
    </message>
    <message>
        <source>Only here</source>
        <comment>morph</comment>
        <translation>Nur hier</translation>
    </message>
    <message>
        <source>Dream only where the slider stands</source>
        <translation>Nur dort träumen, wo der Regler steht</translation>
    </message>
    <message>
        <source>From A to B</source>
        <translation>Von A nach B</translation>
    </message>
    <message>
        <source>Hybrid</source>
        <translation>Hybrid</translation>
    </message>
    <message>
        <source>Second category</source>
        <translation>Zweite Kategorie</translation>
    </message>
    <message>
        <source>Share of the second category</source>
        <translation>Anteil der zweiten Kategorie</translation>
    </message>
    <message>
        <source>Only here</source>
        <comment>hybrid</comment>
        <translation>Nur hier</translation>
    </message>
    <message>
        <source>Dream only this share, not all the way across</source>
        <translation>Nur diesen Anteil träumen, nicht den ganzen Weg</translation>
    </message>
    <message>
        <source>Train one model for both</source>
        <translation>Ein Modell für beide trainieren</translation>
    </message>
    <message>
        <source>A model of a second category makes crossings possible.</source>
        <translation>Ein Modell einer zweiten Kategorie macht Kreuzungen möglich.</translation>
    </message>
    <message>
        <source>Glide</source>
        <translation>Gleiten</translation>
    </message>
    <message>
        <source>Peaks move from one to the other instead of fading</source>
        <translation>Spitzen wandern vom einen zum anderen, statt zu überblenden</translation>
    </message>
    <message>
        <source>Peaks move from one to the other instead of fading: for tonal sounds</source>
        <translation>Spitzen wandern vom einen zum anderen, statt zu überblenden: für tonale Klänge</translation>
    </message>
</context>
<context>
    <name>nde::ui::NamePlate</name>
    <message>
        <source>%1 · set by you</source>
        <translation>%1 · von dir gesetzt</translation>
    </message>
    <message>
        <source>Change the category</source>
        <translation>Kategorie ändern</translation>
    </message>
    <message>
        <source>Click to change the category.</source>
        <translation>Ein Klick ändert die Kategorie.</translation>
    </message>
</context>
<context>
    <name>nde::ui::NeighbourStrip</name>
    <message>
        <source>Sounds like this</source>
        <translation>Klingt ähnlich</translation>
    </message>
    <message>
        <source>Show all of them in the table (Ctrl+G)</source>
        <translation>Alle in der Tabelle zeigen (Strg+G)</translation>
    </message>
</context>
<context>
    <name>nde::ui::NeighbourTile</name>
    <message>
        <source>%1, %2 % alike</source>
        <translation>%1, zu %2 % ähnlich</translation>
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
    <name>nde::ui::NoteList</name>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>ep. %1 · %2</source>
        <translation>Ep. %1 · %2</translation>
    </message>
</context>
<context>
    <name>nde::ui::OutputFields</name>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Mono</source>
        <translation>Mono</translation>
    </message>
    <message>
        <source>Stereo</source>
        <translation>Stereo</translation>
    </message>
    <message>
        <source>Above 200 Hz the noise of the two sides differs</source>
        <translation>Über 200 Hz unterscheidet sich das Rauschen der beiden Seiten</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>Abtastrate</translation>
    </message>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
</context>
<context>
    <name>nde::ui::PreflightList</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show %1 in the library</source>
        <translation>%1 in der Bibliothek zeigen</translation>
    </message>
    <message>
        <source>Looking through the set…</source>
        <translation>Der Satz wird durchgesehen …</translation>
    </message>
    <message>
        <source>Pre-flight</source>
        <translation>Vorprüfung</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>%1 von %2 verwendet</translation>
    </message>
</context>
<context>
    <name>nde::ui::ProbeModel</name>
    <message>
        <source>Dream %1</source>
        <translation>Traum %1</translation>
    </message>
    <message>
        <source>%1, epoch %2</source>
        <translation>%1, Epoche %2</translation>
    </message>
</context>
<context>
    <name>nde::ui::Quality</name>
    <message>
        <source>Clipping</source>
        <translation>Übersteuerung</translation>
    </message>
    <message>
        <source>True peak</source>
        <translation>True Peak</translation>
    </message>
    <message>
        <source>DC offset</source>
        <translation>Gleichspannung</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Little treble</source>
        <translation>Wenig Höhen</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stille</translation>
    </message>
    <message>
        <source>Click at the edge</source>
        <translation>Knacks am Rand</translation>
    </message>
    <message>
        <source>Dropouts</source>
        <translation>Aussetzer</translation>
    </message>
    <message>
        <source>Broken samples</source>
        <translation>Kaputte Samples</translation>
    </message>
    <message>
        <source>%1 % of the samples</source>
        <translation>%1 % der Samples</translation>
    </message>
    <message>
        <source>%1 dBTP</source>
        <translation>%1 dBTP</translation>
    </message>
    <message>
        <source>%1 % of full scale</source>
        <translation>%1 % vom Vollausschlag</translation>
    </message>
    <message>
        <source>%1 dB against the loud parts</source>
        <translation>%1 dB gegen die lauten Teile</translation>
    </message>
    <message>
        <source>nothing above %1 kHz</source>
        <translation>nichts über %1 kHz</translation>
    </message>
    <message>
        <source>correlation %1</source>
        <translation>Korrelation %1</translation>
    </message>
    <message>
        <source>nothing is heard</source>
        <translation>nichts zu hören</translation>
    </message>
    <message>
        <source>%1 % of the sound</source>
        <translation>%1 % des Klangs</translation>
    </message>
    <message>
        <source>a step of %1 % of the peak</source>
        <translation>ein Sprung von %1 % der Spitze</translation>
    </message>
    <message numerus="yes">
        <source>%n gap(s)</source>
        <translation>
            <numerusform>%n Lücke</numerusform>
            <numerusform>%n Lücken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s)</source>
        <translation>
            <numerusform>%n Sample</numerusform>
            <numerusform>%n Samples</numerusform>
        </translation>
    </message>
    <message>
        <source>Samples in runs of three or more at full scale: the tops are cut off.</source>
        <translation>Samples, die zu dritt oder mehr am Anschlag stehen: Die Kuppen sind abgeschnitten.</translation>
    </message>
    <message>
        <source>The curve between the samples rises above −0.1 dBTP: converters and encoders will distort it.</source>
        <translation>Die Kurve zwischen den Samples steigt über −0,1 dBTP: Wandler und Encoder werden sie verzerren.</translation>
    </message>
    <message>
        <source>The mean of all samples is not zero: it costs headroom and clicks at cuts.</source>
        <translation>Der Mittelwert aller Samples ist nicht null: Das kostet Reserve und knackt an Schnitten.</translation>
    </message>
    <message>
        <source>Level of the quietest blocks of 50 ms against the loudest: hiss or hum in the pauses.</source>
        <translation>Pegel der leisesten 50-ms-Blöcke gegen die lautesten: Rauschen oder Brummen in den Pausen.</translation>
    </message>
    <message>
        <source>Upper edge of the highest third of an octave within −65 dB of the loudest, against what this category needs.</source>
        <translation>Obere Kante der höchsten Terz, die nicht mehr als 65 dB unter der lautesten liegt, gegen das, was diese Kategorie braucht.</translation>
    </message>
    <message>
        <source>Left and right work against each other: in mono the sound becomes thin.</source>
        <translation>Links und rechts arbeiten gegeneinander: In Mono wird der Klang dünn.</translation>
    </message>
    <message>
        <source>Share of silent blocks: the sound can be trimmed.</source>
        <translation>Anteil stiller Blöcke: Der Klang lässt sich kürzen.</translation>
    </message>
    <message>
        <source>The sound starts or ends away from zero without a fade, or a loop does not meet itself.</source>
        <translation>Der Klang beginnt oder endet abseits der Null ohne Blende, oder ein Loop schließt nicht an sich an.</translation>
    </message>
    <message>
        <source>Runs of 5 ms or more of exact zeros inside the sound.</source>
        <translation>Strecken von 5 ms oder mehr mit genauen Nullen im Klang.</translation>
    </message>
    <message>
        <source>Samples that are not numbers; they are played as silence.</source>
        <translation>Samples, die keine Zahlen sind; sie werden als Stille gespielt.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>clipping</source>
        <translation>übersteuert</translation>
    </message>
    <message>
        <source>heavy clipping</source>
        <translation>stark übersteuert</translation>
    </message>
    <message>
        <source>phase problems</source>
        <translation>Phasenprobleme</translation>
    </message>
    <message>
        <source>much silence</source>
        <translation>viel Stille</translation>
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
        <source>noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>hum</source>
        <translation>Brummen</translation>
    </message>
    <message>
        <source>clean</source>
        <translation>sauber</translation>
    </message>
</context>
<context>
    <name>nde::ui::QualityView</name>
    <message>
        <source>%1: %2 of 100</source>
        <translation>%1: %2 von 100</translation>
    </message>
    <message>
        <source>not analysed yet</source>
        <translation>noch nicht analysiert</translation>
    </message>
    <message>
        <source>technique %1 · character %2</source>
        <translation>Technik %1 · Charakter %2</translation>
    </message>
    <message>
        <source>This sound was not analysed yet.</source>
        <translation>Dieser Klang wurde noch nicht analysiert.</translation>
    </message>
    <message>
        <source>%1 of 100 after an older analysis: %2.</source>
        <translation>%1 von 100 nach einer älteren Analyse: %2.</translation>
    </message>
    <message>
        <source>Technique</source>
        <translation>Technik</translation>
    </message>
    <message>
        <source>100 less what each defect below takes away: is the recording sound?</source>
        <translation>100 weniger dem, was jeder Mangel darunter wegnimmt: Ist die Aufnahme in Ordnung?</translation>
    </message>
    <message>
        <source>Character</source>
        <translation>Charakter</translation>
    </message>
    <message>
        <source>How typical of its category the ear finds it. It takes away 40 % at most: an unusual sound is no bad one.</source>
        <translation>Wie typisch für seine Kategorie das Ohr ihn findet. Das nimmt höchstens 40 % weg: Ein ungewöhnlicher Klang ist kein schlechter.</translation>
    </message>
    <message>
        <source>Quality %1 of 100</source>
        <translation>Güte %1 von 100</translation>
    </message>
    <message>
        <source>Technique × (0.6 + 0.4 × character)</source>
        <translation>Technik × (0,6 + 0,4 × Charakter)</translation>
    </message>
    <message>
        <source>no defects found</source>
        <translation>keine Mängel gefunden</translation>
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
    <name>nde::ui::Refusal</name>
    <message>
        <source>The lane %1 is locked; unlock it first.</source>
        <translation>Die Spur %1 ist gesperrt; entsperre sie zuerst.</translation>
    </message>
    <message>
        <source>The clip of %1 at bar %2 is locked; unlock it first.</source>
        <translation>Der Clip der Spur %1 in Takt %2 ist gesperrt; entsperre ihn zuerst.</translation>
    </message>
    <message>
        <source>The section %1 is locked; unlock it first.</source>
        <translation>Der Abschnitt %1 ist gesperrt; entsperre ihn zuerst.</translation>
    </message>
    <message>
        <source>Everything that would be rolled again is locked.</source>
        <translation>Alles, was neu gewürfelt würde, ist gesperrt.</translation>
    </message>
    <message>
        <source>The metre cannot change while something in the track is locked.</source>
        <translation>Die Taktart kann sich nicht ändern, solange im Track etwas gesperrt ist.</translation>
    </message>
    <message>
        <source>No other sound of the library fits here, and there is nothing to vary.</source>
        <translation>Kein anderer Klang der Bibliothek passt hier, und zu variieren gibt es nichts.</translation>
    </message>
    <message>
        <source>No sound of the library fits the lane %1.</source>
        <translation>Kein Klang der Bibliothek passt in die Spur %1.</translation>
    </message>
    <message>
        <source>No sound that fits the lane %1 has “%2” in its name or its tags.</source>
        <translation>Kein Klang, der in die Spur %1 passt, hat „%2“ im Namen oder in den Tags.</translation>
    </message>
    <message>
        <source>There is no sound in the library yet; import some or make the starter kit first.</source>
        <translation>In der Bibliothek ist noch kein Klang; importiere welche oder erzeuge zuerst das Starter-Kit.</translation>
    </message>
    <message>
        <source>The files of all sounds in the library are gone; plug in their drive or find them again.</source>
        <translation>Die Dateien aller Klänge der Bibliothek sind weg; stecke ihr Laufwerk an oder suche sie neu.</translation>
    </message>
    <message>
        <source>Only %1 sounds are wished for, and the library has none.</source>
        <translation>Gewünscht sind nur %1 Klänge, und die Bibliothek hat keine.</translation>
    </message>
    <message>
        <source>No sound has the tag %1.</source>
        <translation>Kein Klang hat den Tag %1.</translation>
    </message>
    <message>
        <source>No sound comes from the tracks that were chosen.</source>
        <translation>Kein Klang stammt aus den gewählten Tracks.</translation>
    </message>
    <message>
        <source>No sound has %1 stars or more.</source>
        <translation>Kein Klang hat %1 Sterne oder mehr.</translation>
    </message>
    <message>
        <source>No sound has the licence %1.</source>
        <translation>Kein Klang hat die Lizenz %1.</translation>
    </message>
    <message>
        <source>No sound of the library satisfies all wishes for sources together.</source>
        <translation>Kein Klang der Bibliothek erfüllt alle Wünsche zu den Quellen zugleich.</translation>
    </message>
    <message>
        <source>Without %1 nothing is left that could play.</source>
        <translation>Ohne %1 bleibt nichts übrig, was spielen könnte.</translation>
    </message>
    <message>
        <source>No sound of the library can follow to %1 BPM in a lane of this style.</source>
        <translation>Kein Klang der Bibliothek kann in einer Spur dieses Stils auf %1 BPM folgen.</translation>
    </message>
    <message>
        <source>None of the %1 sounds fits this prompt&apos;s tempo, key and instruments.</source>
        <translation>Keiner der %1 Klänge passt zu Tempo, Tonart und Instrumenten dieses Prompts.</translation>
    </message>
    <message>
        <source>No source of sounds is switched on; allow one of them.</source>
        <translation>Keine Quelle von Klängen ist eingeschaltet; lass eine davon zu.</translation>
    </message>
    <message>
        <source>%1 cannot be laid on the grid of this track.</source>
        <translation>%1 lässt sich nicht auf das Raster dieses Tracks legen.</translation>
    </message>
    <message>
        <source>The model for %1 made nothing new enough; try again or train it with more sounds.</source>
        <translation>Das Modell für %1 hat nichts gemacht, was neu genug wäre; versuche es noch einmal oder trainiere es mit mehr Klängen.</translation>
    </message>
    <message>
        <source>The lane %1 takes no %2.</source>
        <translation>Die Spur %1 nimmt keinen Klang der Art %2.</translation>
    </message>
    <message>
        <source>Tempo, key, form and what to do without belong to the whole track, not to one lane.</source>
        <translation>Tempo, Tonart, Form und worauf verzichtet wird, gehören zum ganzen Track, nicht zu einer Spur.</translation>
    </message>
    <message>
        <source>These are too many words for one lane.</source>
        <translation>Das sind zu viele Wörter für eine Spur.</translation>
    </message>
    <message>
        <source>There is no place for the clip there.</source>
        <translation>Dort ist kein Platz für den Clip.</translation>
    </message>
    <message>
        <source>The clip would leave the track.</source>
        <translation>Der Clip würde aus dem Track ragen.</translation>
    </message>
    <message>
        <source>A clip can only be split between its bars.</source>
        <translation>Ein Clip lässt sich nur zwischen seinen Takten teilen.</translation>
    </message>
    <message>
        <source>There is a clip at this bar already.</source>
        <translation>An diesem Takt liegt schon ein Clip.</translation>
    </message>
    <message>
        <source>This bar lies outside the track.</source>
        <translation>Dieser Takt liegt außerhalb des Tracks.</translation>
    </message>
    <message>
        <source>The sound would stay silent there.</source>
        <translation>Der Klang bliebe dort stumm.</translation>
    </message>
    <message>
        <source>The clips lie in several lanes.</source>
        <translation>Die Clips liegen in mehreren Spuren.</translation>
    </message>
    <message>
        <source>There is no such place for the lane.</source>
        <translation>Diesen Platz gibt es für die Spur nicht.</translation>
    </message>
    <message>
        <source>The track has as many lanes as it can have.</source>
        <translation>Der Track hat so viele Spuren, wie er haben kann.</translation>
    </message>
    <message>
        <source>There is no such place for the section.</source>
        <translation>Diesen Platz gibt es für den Abschnitt nicht.</translation>
    </message>
    <message>
        <source>A section of this length does not fit into a track.</source>
        <translation>Ein Abschnitt dieser Länge passt in keinen Track.</translation>
    </message>
    <message>
        <source>A section like this does not fit into the track.</source>
        <translation>So ein Abschnitt passt nicht in den Track.</translation>
    </message>
    <message>
        <source>A track needs at least one section.</source>
        <translation>Ein Track braucht mindestens einen Abschnitt.</translation>
    </message>
    <message>
        <source>Only clips of single strokes have a pattern to draw.</source>
        <translation>Nur Clips aus einzelnen Schlägen haben ein Pattern, das sich zeichnen lässt.</translation>
    </message>
    <message>
        <source>A stroke would lie outside the clip.</source>
        <translation>Ein Schlag läge außerhalb des Clips.</translation>
    </message>
    <message>
        <source>A tempo lies between 30 and 300 BPM.</source>
        <translation>Ein Tempo liegt zwischen 30 und 300 BPM.</translation>
    </message>
    <message>
        <source>A section needs a name.</source>
        <translation>Ein Abschnitt braucht einen Namen.</translation>
    </message>
    <message>
        <source>This value is out of range.</source>
        <translation>Dieser Wert liegt außerhalb des Bereichs.</translation>
    </message>
    <message>
        <source>This would break the track; nothing was changed.</source>
        <translation>Das würde den Track zerstören; es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>This clip is not there any more.</source>
        <translation>Diesen Clip gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This lane is not there any more.</source>
        <translation>Diese Spur gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This section is not there any more.</source>
        <translation>Diesen Abschnitt gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This version is not there any more.</source>
        <translation>Diese Version gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This composition is not there any more.</source>
        <translation>Diese Komposition gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>No composition is open.</source>
        <translation>Es ist keine Komposition geöffnet.</translation>
    </message>
    <message>
        <source>“%1” was meant for a composition that is closed now.</source>
        <translation>„%1“ galt einer Komposition, die jetzt geschlossen ist.</translation>
    </message>
    <message>
        <source>The file %1 is gone.</source>
        <translation>Die Datei %1 ist weg.</translation>
    </message>
    <message>
        <source>Only a gap can be dreamed into.</source>
        <translation>Nur in eine Lücke lässt sich träumen.</translation>
    </message>
    <message>
        <source>The prompt is empty.</source>
        <translation>Der Prompt ist leer.</translation>
    </message>
    <message>
        <source>original</source>
        <comment>sounds</comment>
        <translation>originale</translation>
    </message>
    <message>
        <source>separated</source>
        <comment>sounds</comment>
        <translation>getrennte</translation>
    </message>
    <message>
        <source>generated</source>
        <comment>sounds</comment>
        <translation>erzeugte</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
</context>
<context>
    <name>nde::ui::RunHead</name>
    <message numerus="yes">
        <source>%n epoch(s)</source>
        <translation>
            <numerusform>%n Epoche</numerusform>
            <numerusform>%n Epochen</numerusform>
        </translation>
    </message>
    <message>
        <source>epoch %1 of %2</source>
        <translation>Epoche %1 von %2</translation>
    </message>
    <message>
        <source>%1 elapsed</source>
        <translation>%1 vergangen</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pause the training</source>
        <translation>Training anhalten</translation>
    </message>
    <message>
        <source>Pause (P); it goes on later as if it had never stopped</source>
        <translation>Anhalten (P); später geht es weiter, als hätte es nie gestoppt</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Resume the training</source>
        <translation>Training fortsetzen</translation>
    </message>
    <message>
        <source>Resume (P)</source>
        <translation>Fortsetzen (P)</translation>
    </message>
    <message>
        <source>Branch from %1</source>
        <translation>Ab %1 abzweigen</translation>
    </message>
    <message>
        <source>Branch from epoch %1</source>
        <translation>Ab Epoche %1 abzweigen</translation>
    </message>
    <message>
        <source>A new run goes on from this epoch, with changes if you like</source>
        <translation>Ein neuer Lauf geht von dieser Epoche aus weiter, auf Wunsch mit Änderungen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>Verwerfen …</translation>
    </message>
    <message>
        <source>Remove the run</source>
        <translation>Lauf entfernen</translation>
    </message>
    <message>
        <source>Discard the run</source>
        <translation>Lauf verwerfen</translation>
    </message>
</context>
<context>
    <name>nde::ui::RunSetup</name>
    <message>
        <source>Details: %1</source>
        <translation>Details: %1</translation>
    </message>
    <message>
        <source>Do not branch: start anew</source>
        <translation>Nicht abzweigen: neu beginnen</translation>
    </message>
    <message>
        <source>Choose sounds in the library first</source>
        <translation>Zuerst Klänge in der Bibliothek wählen</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s) are chosen</source>
        <translation>
            <numerusform>%n Klang ist gewählt</numerusform>
            <numerusform>%n Klänge sind gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Add sounds to this set</source>
        <translation>Klänge zu diesem Satz hinzufügen</translation>
    </message>
    <message>
        <source>Adding to the library …</source>
        <translation>Wird zur Bibliothek hinzugefügt …</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>New run on</source>
        <translation>Neuer Lauf:</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>All its sounds</source>
        <translation>Alle ihre Klänge</translation>
    </message>
    <message>
        <source>A search</source>
        <translation>Eine Suche</translation>
    </message>
    <message>
        <source>The chosen sounds</source>
        <translation>Die gewählten Klänge</translation>
    </message>
    <message>
        <source>Sounds to learn from</source>
        <translation>Klänge zum Lernen</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>Sammlung</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>as in the library: tag:dark len:&lt;1s</source>
        <translation>wie in der Bibliothek: tag:dunkel len:&lt;1s</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Pre-flight</source>
        <translation>Vorprüfung</translation>
    </message>
    <message>
        <source>More sounds make a better model:</source>
        <translation>Mehr Klänge machen ein besseres Modell:</translation>
    </message>
    <message>
        <source>Chop a track</source>
        <translation>Einen Track schneiden</translation>
    </message>
    <message>
        <source>Separate a track and cut its drums into hits</source>
        <translation>Einen Track trennen und seine Drums in Schläge schneiden</translation>
    </message>
    <message>
        <source>Import sounds…</source>
        <translation>Klänge importieren …</translation>
    </message>
    <message>
        <source>They come into the library with this category</source>
        <translation>Sie kommen mit dieser Kategorie in die Bibliothek</translation>
    </message>
    <message>
        <source>Learn from more variants</source>
        <translation>Aus mehr Varianten lernen</translation>
    </message>
    <message>
        <source>Eight variants of each sound</source>
        <translation>Acht Varianten von jedem Klang</translation>
    </message>
    <message>
        <source>Every number of the training</source>
        <translation>Alle Zahlen des Trainings</translation>
    </message>
    <message>
        <source>Run %1, epoch %2</source>
        <translation>Lauf %1, Epoche %2</translation>
    </message>
    <message>
        <source>Tag: %1 (%2)</source>
        <translation>Schlagwort: %1 (%2)</translation>
    </message>
    <message>
        <source>Collect or tag sounds in the library first</source>
        <translation>Zuerst in der Bibliothek Klänge sammeln oder verschlagworten</translation>
    </message>
    <message>
        <source>A collection or a tag</source>
        <translation>Eine Sammlung oder ein Schlagwort</translation>
    </message>
    <message>
        <source>Kind of sounds</source>
        <translation>Art der Klänge</translation>
    </message>
    <message>
        <source>One-shots</source>
        <translation>One-Shots</translation>
    </message>
    <message>
        <source>Long sounds</source>
        <translation>Lange Klänge</translation>
    </message>
    <message>
        <source>Hits and notes: one place in the latent space makes a sound</source>
        <translation>Schläge und Töne: Ein Ort im latenten Raum ergibt einen Klang</translation>
    </message>
    <message>
        <source>Loops, phrases and pads: a sequence of places makes a sound</source>
        <translation>Loops, Phrasen und Flächen: Eine Folge von Orten ergibt einen Klang</translation>
    </message>
</context>
<context>
    <name>nde::ui::RunTable</name>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
</context>
<context>
    <name>nde::ui::RunTableModel</name>
    <message>
        <source>starred</source>
        <translation>mit Stern</translation>
    </message>
    <message>
        <source>Compare %1</source>
        <translation>%1 vergleichen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Ep.</source>
        <comment>short for epochs</comment>
        <translation>Ep.</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Time of training, without pauses</source>
        <translation>Trainingszeit ohne Pausen</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>How far the probes of the best epoch are from their originals, in dB over 40 bands: lower is better</source>
        <translation>Wie weit die Proben der besten Epoche von ihren Originalen entfernt sind, in dB über 40 Bänder: weniger ist besser</translation>
    </message>
</context>
<context>
    <name>nde::ui::RunsPanel</name>
    <message>
        <source>from the analytic start</source>
        <translation>vom analytischen Start</translation>
    </message>
    <message>
        <source>from epoch %1</source>
        <translation>aus Epoche %1</translation>
    </message>
    <message>
        <source>Note on epoch %1</source>
        <translation>Notiz zu Epoche %1</translation>
    </message>
    <message>
        <source>Note on this run</source>
        <translation>Notiz zu diesem Lauf</translation>
    </message>
    <message>
        <source>Open in Dream</source>
        <translation>In Träumen öffnen</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Random dreams</source>
        <translation>Zufallsträume</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compare the checked runs</source>
        <translation>Angekreuzte Läufe vergleichen</translation>
    </message>
    <message>
        <source>How the checked runs were set up and how far they came</source>
        <translation>Wie die angekreuzten Läufe eingestellt waren und wie weit sie kamen</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>Neue Notiz</translation>
    </message>
    <message>
        <source>Enter keeps it</source>
        <translation>Eingabe behält sie</translation>
    </message>
    <message>
        <source>Export model and card…</source>
        <translation>Modell und Karte exportieren …</translation>
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
        <source>What the search asks for</source>
        <translation>Wonach gesucht wird</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>Searched in names only: “%1”</source>
        <translation>Nur in Namen gesucht: „%1“</translation>
    </message>
    <message>
        <source>What shall it sound like? “dark metallic kick”, bpm:120-128, key:Am</source>
        <translation>Wie soll es klingen? „dunkler metallischer Kick“, bpm:120-128, key:Am</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Keeps this search; it stays live</source>
        <translation>Merkt sich diese Suche; sie bleibt aktuell</translation>
    </message>
    <message>
        <source>“Needs attention” cannot be part of a saved search</source>
        <translation>„Braucht Aufmerksamkeit“ kann nicht Teil einer gespeicherten Suche sein</translation>
    </message>
    <message>
        <source>Save as smart collection</source>
        <translation>Als Suchsammlung merken</translation>
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
    <message>
        <source>Spectrum</source>
        <translation>Spektrum</translation>
    </message>
    <message>
        <source>Timbre</source>
        <translation>Klangfarbe</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>Tonhöhe</translation>
    </message>
    <message>
        <source>Envelope</source>
        <translation>Hüllkurve</translation>
    </message>
    <message>
        <source>Rhythm</source>
        <translation>Rhythmus</translation>
    </message>
    <message>
        <source>“%1” in the name</source>
        <translation>„%1“ im Namen</translation>
    </message>
    <message>
        <source>in “%1”</source>
        <translation>in „%1“</translation>
    </message>
    <message>
        <source>in no collection</source>
        <translation>in keiner Sammlung</translation>
    </message>
    <message>
        <source>comes from “%1”</source>
        <translation>stammt aus „%1“</translation>
    </message>
    <message>
        <source>made by %1</source>
        <translation>gemacht von %1</translation>
    </message>
    <message>
        <source>licence %1</source>
        <translation>Lizenz %1</translation>
    </message>
    <message>
        <source>added: %1</source>
        <translation>hinzugefügt: %1</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>CLAP %1</source>
        <translation>CLAP %1</translation>
    </message>
</context>
<context>
    <name>nde::ui::SectionStrip</name>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>energy %1 %</source>
        <translation>Energie %1 %</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
</context>
<context>
    <name>nde::ui::SelectionBar</name>
    <message>
        <source>Tag</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Bewerten</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Collect</source>
        <translation>Sammeln</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Dream</source>
        <translation>Träumen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n gewählt</numerusform>
            <numerusform>%n gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Selected sounds</source>
        <translation>Gewählte Klänge</translation>
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
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Look through the hits before they go into the library</source>
        <translation>Die Treffer durchsehen, bevor sie in die Bibliothek gehen</translation>
    </message>
    <message>
        <source>Known words: {track} {artist} {title} {stem} {model} {profile} {date} {bpm} {key} {hash8}</source>
        <translation>Bekannte Wörter: {track} {artist} {title} {stem} {model} {profile} {date} {bpm} {key} {hash8}</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>Interpret</translation>
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
    <message>
        <source>“%1” waits in the queue of the Separate room (%2).</source>
        <translation>„%1“ wartet in der Liste unter „Trennen“ (%2).</translation>
    </message>
    <message numerus="yes">
        <source>%n track(s) wait in the queue of the Separate room (%1).</source>
        <translation>
            <numerusform>%n Track wartet in der Liste unter „Trennen“ (%1).</numerusform>
            <numerusform>%n Tracks warten in der Liste unter „Trennen“ (%1).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::SetList</name>
    <message>
        <source>Sets</source>
        <translation>Sätze</translation>
    </message>
    <message>
        <source>Sounds dropped on a set become its own. With Ctrl several are chosen, to be trained one after another.</source>
        <translation>Klänge, die auf eine Menge gezogen werden, gehören dann zu ihr. Mit Strg werden mehrere gewählt und nacheinander trainiert.</translation>
    </message>
</context>
<context>
    <name>nde::ui::SetModel</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
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
    <message>
        <source>Local API</source>
        <translation>Lokale API</translation>
    </message>
    <message>
        <source>Serve this studio</source>
        <translation>Studio anbieten</translation>
    </message>
    <message>
        <source>Programs on this computer may use the library and the queue</source>
        <translation>Programme auf diesem Rechner dürfen Bibliothek und Warteschlange nutzen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Or the next one that is free</source>
        <translation>Oder der nächste freie</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Only programs that know it are answered</source>
        <translation>Nur wer es kennt, bekommt Antwort</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Überwachte Ordner</translation>
    </message>
    <message>
        <source>New sounds in them come into the library by themselves; the files stay where they are</source>
        <translation>Neue Klänge darin kommen von selbst in die Bibliothek; die Dateien bleiben, wo sie sind</translation>
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
    <message>
        <source>Spectrogram</source>
        <translation>Spektrogramm</translation>
    </message>
    <message>
        <source>Spectrogram in place of the wave</source>
        <translation>Spektrogramm statt der Welle</translation>
    </message>
    <message>
        <source>Spikes of the ear</source>
        <translation>Spikes des Ohrs</translation>
    </message>
    <message>
        <source>Tools of the beat grid</source>
        <translation>Werkzeuge des Taktrasters</translation>
    </message>
    <message>
        <source>Tap the tempo</source>
        <translation>Tempo mittippen</translation>
    </message>
    <message>
        <source>A bar begins at the playhead</source>
        <translation>An der Abspielmarke beginnt ein Takt</translation>
    </message>
    <message>
        <source>Double the tempo</source>
        <translation>Doppeltes Tempo</translation>
    </message>
    <message>
        <source>Half the tempo</source>
        <translation>Halbes Tempo</translation>
    </message>
    <message>
        <source>Move the grid earlier</source>
        <translation>Raster früher</translation>
    </message>
    <message>
        <source>Move the grid later</source>
        <translation>Raster später</translation>
    </message>
    <message>
        <source>Undo the last change of the grid</source>
        <translation>Letzte Änderung am Raster zurücknehmen</translation>
    </message>
    <message>
        <source>Beat grid</source>
        <translation>Taktraster</translation>
    </message>
    <message>
        <source>Hear one band of the ear alone</source>
        <translation>Ein Band des Ohrs allein hören</translation>
    </message>
    <message>
        <source>Alt</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Another band</source>
        <translation>Ein anderes Band</translation>
    </message>
    <message>
        <source>Dream like the chosen sound</source>
        <translation>Mehr vom gewählten Klang träumen</translation>
    </message>
    <message>
        <source>Held: hear what the pointer passes</source>
        <translation>Gehalten: hören, worüber der Zeiger fährt</translation>
    </message>
    <message>
        <source>Set an end of the morph</source>
        <translation>Ein Ende des Übergangs setzen</translation>
    </message>
    <message>
        <source>Draw a path</source>
        <translation>Pfad zeichnen</translation>
    </message>
    <message>
        <source>Roll the axes</source>
        <translation>Achsen würfeln</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Tray: keep</source>
        <translation>Ablage: behalten</translation>
    </message>
    <message>
        <source>Tray: drop</source>
        <translation>Ablage: weglassen</translation>
    </message>
    <message>
        <source>Dream</source>
        <translation>Träumen</translation>
    </message>
    <message>
        <source>Dream</source>
        <comment>group of keys</comment>
        <translation>Träumen</translation>
    </message>
    <message>
        <source>Pause the training, or go on</source>
        <translation>Training anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Hear another epoch</source>
        <translation>Eine andere Epoche hören</translation>
    </message>
    <message>
        <source>Probes: original or reconstruction</source>
        <translation>Proben: Original oder Rekonstruktion</translation>
    </message>
    <message>
        <source>Compare the checked runs</source>
        <translation>Angekreuzte Läufe vergleichen</translation>
    </message>
    <message>
        <source>Runs: check or uncheck</source>
        <translation>Läufe: ankreuzen oder nicht</translation>
    </message>
    <message>
        <source>Runs: star</source>
        <translation>Läufe: Stern</translation>
    </message>
    <message>
        <source>Train</source>
        <comment>group of keys</comment>
        <translation>Training</translation>
    </message>
    <message>
        <source>Write the prompt</source>
        <translation>Den Wunsch schreiben</translation>
    </message>
    <message>
        <source>Play from the cursor, or stop</source>
        <translation>Ab dem Zeiger spielen oder stoppen</translation>
    </message>
    <message>
        <source>Lock what is chosen, or unlock it</source>
        <translation>Gewähltes sperren oder entsperren</translation>
    </message>
    <message>
        <source>Roll again what is chosen, or all</source>
        <translation>Gewähltes neu würfeln, sonst alles</translation>
    </message>
    <message>
        <source>Split the clip</source>
        <translation>Den Clip teilen</translation>
    </message>
    <message>
        <source>Mute clip or lane</source>
        <translation>Clip oder Spur stumm</translation>
    </message>
    <message>
        <source>Loop the section</source>
        <translation>Abschnitt im Loop</translation>
    </message>
    <message>
        <source>Move the clip</source>
        <translation>Den Clip verschieben</translation>
    </message>
    <message>
        <source>Undo; with Shift redo</source>
        <translation>Rückgängig; mit Umschalt wiederholen</translation>
    </message>
    <message>
        <source>Name the version</source>
        <translation>Die Version benennen</translation>
    </message>
    <message>
        <source>Mixdown and export</source>
        <translation>Mischung und Export</translation>
    </message>
    <message>
        <source>Sounds beside the timeline</source>
        <translation>Klänge neben der Zeitleiste</translation>
    </message>
    <message>
        <source>Compose</source>
        <comment>group of keys</comment>
        <translation>Bauen</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Export the chosen sounds</source>
        <translation>Gewählte Klänge exportieren</translation>
    </message>
    <message>
        <source>Export the selection</source>
        <translation>Auswahl exportieren</translation>
    </message>
</context>
<context>
    <name>nde::ui::SkyView</name>
    <message>
        <source>Sky</source>
        <translation>Himmel</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>Verkleinern (−)</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>Vergrößern (+)</translation>
    </message>
    <message>
        <source>Fit</source>
        <comment>the whole sky into the view</comment>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Show the whole sky</source>
        <translation>Den ganzen Himmel zeigen</translation>
    </message>
    <message>
        <source>Show the whole sky (Home)</source>
        <translation>Den ganzen Himmel zeigen (Pos1)</translation>
    </message>
    <message>
        <source>No model is open</source>
        <translation>Kein Modell ist offen</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s). Arrow keys move the cursor, Space hears, A and B set the ends</source>
        <translation>
            <numerusform>%n Klang. Pfeiltasten bewegen den Zeiger, die Leertaste lässt hören, A und B setzen die Enden</numerusform>
            <numerusform>%n Klänge. Pfeiltasten bewegen den Zeiger, die Leertaste lässt hören, A und B setzen die Enden</numerusform>
        </translation>
    </message>
    <message>
        <source>hits</source>
        <translation>Schläge</translation>
    </message>
    <message>
        <source>tonal</source>
        <translation>tonal</translation>
    </message>
    <message>
        <source>texture</source>
        <translation>Textur</translation>
    </message>
    <message>
        <source>voice</source>
        <translation>Stimme</translation>
    </message>
    <message>
        <source>dreamed</source>
        <translation>geträumt</translation>
    </message>
    <message>
        <source>what the model knows</source>
        <translation>was das Modell kennt</translation>
    </message>
    <message>
        <source>what %1 knows</source>
        <translation>was %1 kennt</translation>
    </message>
    <message>
        <source>Map of the library</source>
        <translation>Karte der Bibliothek</translation>
    </message>
    <message>
        <source>Show the whole map</source>
        <translation>Ganze Karte zeigen</translation>
    </message>
    <message>
        <source>Show the whole map (Home)</source>
        <translation>Ganze Karte zeigen (Pos1)</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s). Arrow keys move the cursor, Space hears, Enter chooses</source>
        <translation>
            <numerusform>%n Klang. Pfeiltasten bewegen den Zeiger, die Leertaste macht hörbar, Eingabe wählt</numerusform>
            <numerusform>%n Klänge. Pfeiltasten bewegen den Zeiger, die Leertaste macht hörbar, Eingabe wählt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::SlotTile</name>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>End %1: %2</source>
        <translation>Ende %1: %2</translation>
    </message>
    <message>
        <source>Drop a sound here, or press %1 over a sound in the sky</source>
        <translation>Einen Klang hierher ziehen oder %1 über einem Klang am Himmel drücken</translation>
    </message>
    <message>
        <source>%1 — click to hear, Backspace empties</source>
        <translation>%1 — Klick lässt hören, Rücktaste leert</translation>
    </message>
    <message>
        <source>drop a sound</source>
        <translation>Klang ablegen</translation>
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
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Chop…</source>
        <translation>Schneiden …</translation>
    </message>
    <message>
        <source>“%1” is being chopped. Its slices will wait for you in the Separate room.</source>
        <translation>„%1“ wird geschnitten. Die Schnitte warten dann im Raum Trennen auf dich.</translation>
    </message>
    <message>
        <source>Dream like this</source>
        <translation>Davon träumen</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Strg+D</translation>
    </message>
    <message>
        <source>Sounds like this</source>
        <translation>Klingt ähnlich</translation>
    </message>
    <message>
        <source>Add to collection</source>
        <translation>In Sammlung aufnehmen</translation>
    </message>
    <message>
        <source>Take out of collection</source>
        <translation>Aus Sammlung nehmen</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>Neue Sammlung…</translation>
    </message>
    <message>
        <source>Train on these</source>
        <translation>Damit trainieren</translation>
    </message>
    <message>
        <source>Use in the track</source>
        <translation>Im Track verwenden</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Strg+E</translation>
    </message>
    <message>
        <source>Also move their files to the trash</source>
        <translation>Auch die Dateien in den Papierkorb legen</translation>
    </message>
    <message>
        <source>Files inside the studio&apos;s folder go to the system&apos;s trash; all others stay where they are.</source>
        <translation>Dateien im Ordner des Studios kommen in den Papierkorb des Systems; alle anderen bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>The files stay where they are.</source>
        <translation>Die Dateien bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Ratings and tags are forgotten.</source>
        <translation>Wertungen und Tags sind dann vergessen.</translation>
    </message>
    <message>
        <source>Ctrl+Z brings sounds and files back, until the program ends or the trash is emptied.</source>
        <translation>Strg+Z holt Klänge und Dateien zurück, bis das Programm endet oder der Papierkorb geleert wird.</translation>
    </message>
    <message>
        <source>Ctrl+Z brings the sounds back, with their ratings, tags and collections, until the program ends.</source>
        <translation>Strg+Z holt die Klänge zurück, mit Wertungen, Tags und Sammlungen, bis das Programm endet.</translation>
    </message>
</context>
<context>
    <name>nde::ui::SoundDragOut</name>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n Klang</numerusform>
            <numerusform>%n Klänge</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::SoundDrawer</name>
    <message>
        <source>Sounds</source>
        <translation>Klänge</translation>
    </message>
    <message>
        <source>Search sounds</source>
        <translation>Klänge suchen</translation>
    </message>
    <message>
        <source>Sounds of the library</source>
        <translation>Klänge der Bibliothek</translation>
    </message>
    <message>
        <source>fits here</source>
        <translation>passt hier</translation>
    </message>
    <message>
        <source>Only what fits the lane</source>
        <translation>Nur was zur Spur passt</translation>
    </message>
    <message>
        <source>Only what fits the lane that is chosen</source>
        <translation>Nur was zur gewählten Spur passt</translation>
    </message>
    <message>
        <source>dreamed</source>
        <translation>geträumt</translation>
    </message>
    <message>
        <source>Only dreamed sounds</source>
        <translation>Nur geträumte Klänge</translation>
    </message>
</context>
<context>
    <name>nde::ui::SoundExportDialog</name>
    <message>
        <source>Write what is known into the files</source>
        <translation>In die Dateien schreiben, was bekannt ist</translation>
    </message>
    <message>
        <source>As a sample pack</source>
        <translation>Als Sample-Paket</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Export “%1”</source>
        <translation>„%1“ exportieren</translation>
    </message>
    <message numerus="yes">
        <source>Export %n sound(s)</source>
        <translation>
            <numerusform>%n Klang exportieren</numerusform>
            <numerusform>%n Klänge exportieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>Abtastrate</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Name of the pack</source>
        <translation>Name des Pakets</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>wie sie ist</translation>
    </message>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
    <message>
        <source>Name, tempo and key, as far as known</source>
        <translation>Name, Tempo und Tonart, soweit bekannt</translation>
    </message>
    <message>
        <source>{stem} {bpm} {key} {category} {source} {artist} {title} {date} {n} stand for what they say; a / makes a folder.</source>
        <translation>{stem} {bpm} {key} {category} {source} {artist} {title} {date} {n} stehen für das, was sie sagen; ein / macht einen Ordner.</translation>
    </message>
    <message>
        <source>Tempo, key, loop points and where the sound comes from, inside WAV files.</source>
        <translation>Tempo, Tonart, Loop-Punkte und Herkunft, in WAV-Dateien selbst.</translation>
    </message>
    <message>
        <source>Folders by category, with manifest and licence list.</source>
        <translation>Ordner nach Kategorie, mit Verzeichnis und Lizenzliste.</translation>
    </message>
    <message>
        <source>Sample pack</source>
        <translation>Sample-Paket</translation>
    </message>
    <message>
        <source>Folder: %1</source>
        <translation>Ordner: %1</translation>
    </message>
    <message>
        <source>The pack needs a name.</source>
        <translation>Das Paket braucht einen Namen.</translation>
    </message>
    <message>
        <source>This name cannot be filled in.</source>
        <translation>Dieser Name lässt sich nicht ausfüllen.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>And manifest.csv and LICENSES.txt.</source>
        <translation>Dazu manifest.csv und LICENSES.txt.</translation>
    </message>
    <message>
        <source>Beside each lies a .dream.json that says where it comes from.</source>
        <translation>Neben jeder liegt eine .dream.json, die ihre Herkunft nennt.</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>“%1” is there already. Nothing is replaced: choose another name or folder.</source>
        <translation>„%1“ ist schon da. Ersetzt wird nichts: Wähle einen anderen Namen oder Ordner.</translation>
    </message>
    <message>
        <source>Folder of the export</source>
        <translation>Ordner des Exports</translation>
    </message>
</context>
<context>
    <name>nde::ui::SoundGrid</name>
    <message>
        <source>Sounds as tiles</source>
        <translation>Klänge als Kacheln</translation>
    </message>
</context>
<context>
    <name>nde::ui::SoundTable</name>
    <message>
        <source>Sounds</source>
        <translation>Klänge</translation>
    </message>
</context>
<context>
    <name>nde::ui::SourceEditor</name>
    <message>
        <source>Only from these tracks</source>
        <translation>Nur aus diesen Tracks</translation>
    </message>
    <message>
        <source>Any of these tags, by commas</source>
        <translation>Eines dieser Tags, mit Kommas</translation>
    </message>
    <message>
        <source>At least this rating</source>
        <translation>Mindestens diese Wertung</translation>
    </message>
    <message>
        <source>Rated at least</source>
        <translation>Wertung mindestens</translation>
    </message>
    <message>
        <source>Unknown licence</source>
        <translation>Lizenz unbekannt</translation>
    </message>
    <message>
        <source>Only under these licences</source>
        <translation>Nur unter diesen Lizenzen</translation>
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
    <message>
        <source>Match</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
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
    <name>nde::ui::StepGrid</name>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>no clip in this section</source>
        <translation>kein Clip in diesem Abschnitt</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message numerus="yes">
        <source>%n stroke(s)</source>
        <translation>
            <numerusform>%n Schlag</numerusform>
            <numerusform>%n Schläge</numerusform>
        </translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>Select a section to see its pattern</source>
        <translation>Wähle einen Abschnitt, um sein Muster zu sehen</translation>
    </message>
    <message>
        <source>No drum patterns in this section</source>
        <translation>Keine Schlagmuster in diesem Abschnitt</translation>
    </message>
    <message>
        <source>Step sequencer</source>
        <translation>Schrittsequenzer</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Umschalten</translation>
    </message>
</context>
<context>
    <name>nde::ui::StepPanel</name>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Pattern %1</source>
        <translation>Muster %1</translation>
    </message>
    <message>
        <source>bar %1 of %2</source>
        <translation>Takt %1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>Swing</source>
        <translation>Swing</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Previous bar</source>
        <translation>Voriger Takt</translation>
    </message>
    <message>
        <source>Next bar</source>
        <translation>Nächster Takt</translation>
    </message>
</context>
<context>
    <name>nde::ui::StructureEditor</name>
    <message>
        <source>How many: %1</source>
        <translation>Wie viele: %1</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>wie es ist</translation>
    </message>
    <message>
        <source>How long: %1</source>
        <translation>Wie lang: %1</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>short</source>
        <translation>kurz</translation>
    </message>
    <message>
        <source>long</source>
        <translation>lang</translation>
    </message>
</context>
<context>
    <name>nde::ui::SyncPanel</name>
    <message>
        <source>Loops whose key is known are moved by up to six semitones</source>
        <translation>Loops mit bekannter Tonart werden um bis zu sechs Halbtöne verschoben</translation>
    </message>
    <message>
        <source>A loop that is repitched has the key that its tempo gives</source>
        <translation>Ein schneller gedrehter Loop hat die Tonart, die sein Tempo ergibt</translation>
    </message>
    <message>
        <source>Tempo and key of loops</source>
        <translation>Tempo und Tonart von Loops</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source> BPM</source>
        <translation> BPM</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Durch</translation>
    </message>
    <message>
        <source>How loops come to the tempo</source>
        <translation>Wie Loops auf das Tempo kommen</translation>
    </message>
    <message>
        <source>Stretching</source>
        <translation>Dehnen</translation>
    </message>
    <message>
        <source>Repitching</source>
        <translation>Schneller drehen</translation>
    </message>
    <message>
        <source>Their pitch stays</source>
        <translation>Ihre Tonhöhe bleibt</translation>
    </message>
    <message>
        <source>As a record that turns faster or slower</source>
        <translation>Wie eine Platte, die schneller oder langsamer dreht</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonart</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>wie sie sind</translation>
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
    <name>nde::ui::TagRow</name>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Edit tags: %1</source>
        <translation>Tags bearbeiten: %1</translation>
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
    <name>nde::ui::TrackPage</name>
    <message>
        <source>Compose</source>
        <translation>Bauen</translation>
    </message>
    <message>
        <source>A sentence becomes a track: tempo, key, genre, moods, length, and what shall be left out, in English or German.</source>
        <translation>Aus einem Satz wird ein Track: Tempo, Tonart, Genre, Stimmungen, Länge, und was wegbleiben soll, auf Deutsch oder Englisch.</translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n Takt</numerusform>
            <numerusform>%n Takte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lane(s)</source>
        <translation>
            <numerusform>%n Spur</numerusform>
            <numerusform>%n Spuren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n Clip</numerusform>
            <numerusform>%n Clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n Klang</numerusform>
            <numerusform>%n Klänge</numerusform>
        </translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>Seed %1</translation>
    </message>
    <message numerus="yes">
        <source>%n dreamed</source>
        <translation>
            <numerusform>%n geträumt</numerusform>
            <numerusform>%n geträumt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) want a sound that the library does not have.</source>
        <translation>
            <numerusform>An %n Stelle fehlt ein Klang, den die Bibliothek nicht hat.</numerusform>
            <numerusform>An %n Stellen fehlt ein Klang, den die Bibliothek nicht hat.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a clip to see why it sounds there. K locks, R rolls again, B splits, M mutes; arrows go from clip to clip.</source>
        <translation>Wähle einen Clip, um zu sehen, warum er dort klingt. K sperrt, R würfelt neu, B teilt, M macht stumm; Pfeile gehen von Clip zu Clip.</translation>
    </message>
</context>
<context>
    <name>nde::ui::TrainDetails</name>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Passes over the set; 0 keeps the analytic start</source>
        <translation>Durchgänge durch den Satz; 0 lässt es beim analytischen Start</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Sounds per step, 1 to 128</source>
        <translation>Klänge je Schritt, 1 bis 128</translation>
    </message>
    <message>
        <source>Latent dimensions</source>
        <translation>Latente Dimensionen</translation>
    </message>
    <message>
        <source>Ways in which a sound may vary, 32 to 512</source>
        <translation>Richtungen, in denen ein Klang sich ändern darf, 32 bis 512</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Of the start; it falls to a hundredth</source>
        <translation>Am Anfang; sie fällt auf ein Hundertstel</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Detail</translation>
    </message>
    <message>
        <source>Smaller keeps more detail, larger smooths: 0.00002 to 0.0005</source>
        <translation>Kleiner behält mehr Details, größer glättet: 0,00002 bis 0,0005</translation>
    </message>
    <message>
        <source>Variants per sound</source>
        <translation>Varianten je Klang</translation>
    </message>
    <message>
        <source>Made by pitch, decay, tone and drive; doubled for small sets</source>
        <translation>Durch Tonhöhe, Ausklang, Farbe und Zerre; bei kleinen Sätzen doppelt so viele</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Share that is held back, by source; none below 60 sounds</source>
        <translation>Anteil, der zurückgehalten wird, nach Quelle; unter 60 Klängen keiner</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>Geduld</translation>
    </message>
    <message>
        <source>Epochs without improvement before it stops by itself</source>
        <translation>Epochen ohne Besserung, bis es von selbst endet</translation>
    </message>
    <message>
        <source>Least quality</source>
        <translation>Mindestgüte</translation>
    </message>
    <message>
        <source>Sounds below it are left out</source>
        <translation>Klänge darunter bleiben draußen</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>The same seed and sounds give the same model, byte by byte</source>
        <translation>Gleicher Startwert und gleiche Klänge ergeben dasselbe Modell, Byte für Byte</translation>
    </message>
    <message>
        <source>Details of the training</source>
        <translation>Details des Trainings</translation>
    </message>
    <message>
        <source>Another seed</source>
        <translation>Anderer Startwert</translation>
    </message>
    <message>
        <source>My keeping and dropping counts</source>
        <translation>Behalten und Verwerfen zählt mit</translation>
    </message>
    <message>
        <source>Sounds near dreams that were kept are learned more often</source>
        <translation>Klänge nahe an behaltenen Träumen werden öfter gelernt</translation>
    </message>
    <message>
        <source>One model together with</source>
        <translation>Ein gemeinsames Modell mit</translation>
    </message>
    <message>
        <source>As the preset has it</source>
        <translation>Wie in der Vorgabe</translation>
    </message>
</context>
<context>
    <name>nde::ui::TrainRoom</name>
    <message>
        <source>Written to %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>%1 is the model of its category now.</source>
        <translation>%1 ist jetzt das Modell der Kategorie.</translation>
    </message>
    <message>
        <source>Making the starter kit …</source>
        <translation>Das Starter-Set entsteht …</translation>
    </message>
    <message>
        <source>%1 validation</source>
        <translation>%1 Validierung</translation>
    </message>
    <message>
        <source>Start the branch</source>
        <translation>Zweig starten</translation>
    </message>
    <message>
        <source>Add run</source>
        <translation>Lauf anstellen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message numerus="yes">
        <source>A run is active, %n wait(s) in line.</source>
        <translation>
            <numerusform>Ein Lauf ist aktiv, %n steht an.</numerusform>
            <numerusform>Ein Lauf ist aktiv, %n stehen an.</numerusform>
        </translation>
    </message>
    <message>
        <source>Another run is active. This one would wait in line.</source>
        <translation>Ein Lauf ist aktiv. Dieser würde sich anstellen.</translation>
    </message>
    <message>
        <source>Train a model on your own sounds — no download needed.</source>
        <translation>Ein Modell aus eigenen Klängen trainieren – ohne Download.</translation>
    </message>
    <message>
        <source>There are no sounds yet.</source>
        <translation>Noch sind keine Klänge da.</translation>
    </message>
    <message>
        <source>Make the starter kit</source>
        <translation>Starter-Set erzeugen</translation>
    </message>
    <message>
        <source>You have %1: ready.</source>
        <translation>%1 sind da: bereit.</translation>
    </message>
    <message>
        <source>You have %1. %2</source>
        <translation>Da sind %1. %2</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Sets</source>
        <translation>Sätze</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>Remove a run</source>
        <translation>Einen Lauf entfernen</translation>
    </message>
    <message>
        <source>Discard a run</source>
        <translation>Einen Lauf verwerfen</translation>
    </message>
    <message>
        <source>Remove %1 with its curves, sounds and model?</source>
        <translation>%1 mit Kurven, Klängen und Modell entfernen?</translation>
    </message>
    <message>
        <source>Stop %1 and throw away what it learned?</source>
        <translation>%1 stoppen und das Gelernte verwerfen?</translation>
    </message>
    <message>
        <source>The model that its category uses stays.</source>
        <translation>Das Modell, das die Kategorie benutzt, bleibt.</translation>
    </message>
    <message>
        <source>“Stop, keep best” ends it as well and keeps the model.</source>
        <translation>„Stoppen, Bestes behalten“ beendet ihn auch und behält das Modell.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell benutzen</translation>
    </message>
    <message>
        <source>Open in Dream</source>
        <translation>In Träumen öffnen</translation>
    </message>
    <message>
        <source>Branch from its best epoch</source>
        <translation>Ab der besten Epoche abzweigen</translation>
    </message>
    <message>
        <source>Take the star away</source>
        <translation>Stern wegnehmen</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Stern geben</translation>
    </message>
    <message>
        <source>Export the curves as CSV…</source>
        <translation>Kurven als CSV exportieren …</translation>
    </message>
    <message>
        <source>Export model and card…</source>
        <translation>Modell und Karte exportieren …</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>Verwerfen …</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Export the curves</source>
        <translation>Kurven exportieren</translation>
    </message>
    <message>
        <source>Folder for the model and its card</source>
        <translation>Ordner für Modell und Karte</translation>
    </message>
    <message>
        <source>Now of this category: %1</source>
        <translation>Jetzt in dieser Kategorie: %1</translation>
    </message>
    <message>
        <source>Adding to the set …</source>
        <translation>Kommt zum Satz hinzu …</translation>
    </message>
    <message>
        <source>%1 had already ended or gone on: nothing was changed.</source>
        <translation>%1 war schon zu Ende oder lief schon weiter: Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>This run is not there any more.</source>
        <translation>Diesen Lauf gibt es nicht mehr.</translation>
    </message>
    <message numerus="yes">
        <source>Start %n run(s)</source>
        <translation>
            <numerusform>%n Lauf starten</numerusform>
            <numerusform>%n Läufe starten</numerusform>
        </translation>
    </message>
    <message>
        <source>One run for each set that is selected, one after another</source>
        <translation>Ein Lauf für jede gewählte Menge, einer nach dem anderen</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n long sound(s)</source>
        <translation>
            <numerusform>%1: %n langer Klang</numerusform>
            <numerusform>%1: %n lange Klänge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) wait to be trained, one after another.</source>
        <translation>
            <numerusform>%n Lauf wartet auf das Training.</numerusform>
            <numerusform>%n Läufe warten auf das Training, einer nach dem anderen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::TrainText</name>
    <message>
        <source>a kick</source>
        <translation>eine Kick</translation>
    </message>
    <message>
        <source>a snare</source>
        <translation>eine Snare</translation>
    </message>
    <message>
        <source>a clap</source>
        <translation>ein Clap</translation>
    </message>
    <message>
        <source>a hi-hat</source>
        <translation>eine Hi-Hat</translation>
    </message>
    <message>
        <source>a tom</source>
        <translation>eine Tom</translation>
    </message>
    <message>
        <source>a bass</source>
        <translation>ein Bass</translation>
    </message>
    <message>
        <source>a sound of this kind</source>
        <translation>ein Klang dieser Art</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Deep</source>
        <translation>Tief</translation>
    </message>
    <message>
        <source>Own values</source>
        <translation>Eigene Werte</translation>
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
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>about %1 s</source>
        <translation>etwa %1 s</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>etwa %1 min</translation>
    </message>
    <message>
        <source>about %1 h</source>
        <translation>etwa %1 h</translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s)</source>
        <translation>
            <numerusform>%n Epoche</numerusform>
            <numerusform>%n Epochen</numerusform>
        </translation>
    </message>
    <message>
        <source>latent %1</source>
        <translation>latent %1</translation>
    </message>
    <message>
        <source>detail %1</source>
        <translation>Detail %1</translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n Klang</numerusform>
            <numerusform>%n Klänge</numerusform>
        </translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>Startwert %1</translation>
    </message>
    <message>
        <source>branch of run %1, epoch %2</source>
        <translation>Zweig von Lauf %1, Epoche %2</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>thin</source>
        <translation>dünn</translation>
    </message>
    <message>
        <source>few</source>
        <translation>wenig</translation>
    </message>
    <message>
        <source>too few</source>
        <translation>zu wenig</translation>
    </message>
    <message>
        <source>Enough for a good model.</source>
        <translation>Genug für ein gutes Modell.</translation>
    </message>
    <message>
        <source>Works; from %1 sounds on it gets better.</source>
        <translation>Geht; ab %1 Klängen wird es besser.</translation>
    </message>
    <message>
        <source>Few sounds: the model stays close to them.</source>
        <translation>Wenige Klänge: das Modell bleibt nah an ihnen.</translation>
    </message>
    <message numerus="yes">
        <source>%n more sound(s) are needed.</source>
        <translation>
            <numerusform>%n Klang mehr ist nötig.</numerusform>
            <numerusform>%n Klänge mehr sind nötig.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing file(s)</source>
        <translation>
            <numerusform>%n Datei fehlt</numerusform>
            <numerusform>%n Dateien fehlen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not one-shot(s)</source>
        <translation>
            <numerusform>%n kein One-Shot</numerusform>
            <numerusform>%n keine One-Shots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of low quality</source>
        <translation>
            <numerusform>%n von geringer Güte</numerusform>
            <numerusform>%n von geringer Güte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n silent</source>
        <translation>
            <numerusform>%n still</numerusform>
            <numerusform>%n still</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too short</source>
        <translation>
            <numerusform>%n zu kurz</numerusform>
            <numerusform>%n zu kurz</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too long</source>
        <translation>
            <numerusform>%n zu lang</numerusform>
            <numerusform>%n zu lang</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unreadable</source>
        <translation>
            <numerusform>%n unlesbar</numerusform>
            <numerusform>%n unlesbar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clipped</source>
        <translation>
            <numerusform>%n übersteuert</numerusform>
            <numerusform>%n übersteuert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n near duplicate(s)</source>
        <translation>
            <numerusform>%n fast gleich</numerusform>
            <numerusform>%n fast gleich</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n duplicate(s)</source>
        <translation>
            <numerusform>%n Dublette</numerusform>
            <numerusform>%n Dubletten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of another category</source>
        <translation>
            <numerusform>%n aus anderer Kategorie</numerusform>
            <numerusform>%n aus anderen Kategorien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n generated</source>
        <translation>
            <numerusform>%n geträumt</numerusform>
            <numerusform>%n geträumt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>%1 usable, at least %2 are needed.</source>
        <translation>%1 brauchbar, mindestens %2 sind nötig.</translation>
    </message>
    <message>
        <source>Stopped at epoch %1.</source>
        <translation>Bei Epoche %1 gestoppt.</translation>
    </message>
    <message>
        <source>Warming up.</source>
        <translation>Läuft sich warm.</translation>
    </message>
    <message>
        <source>Still improving — %1 left.</source>
        <translation>Wird noch besser – %1 übrig.</translation>
    </message>
    <message>
        <source>Still improving.</source>
        <translation>Wird noch besser.</translation>
    </message>
    <message>
        <source>Plateau since epoch %1. Stopping would lose nothing.</source>
        <translation>Plateau seit Epoche %1. Stoppen würde nichts verlieren.</translation>
    </message>
    <message>
        <source>Overfitting since epoch %1. The best version is kept.</source>
        <translation>Überanpassung seit Epoche %1. Der beste Stand ist gesichert.</translation>
    </message>
    <message>
        <source>Collapsed: the model hardly tells sounds apart.</source>
        <translation>Kollabiert: das Modell unterscheidet Klänge kaum.</translation>
    </message>
    <message>
        <source>A step went wrong. Training goes on from the best epoch.</source>
        <translation>Ein Schritt ging schief. Das Training geht ab der besten Epoche weiter.</translation>
    </message>
    <message>
        <source>Diverged. A lower learning rate helps.</source>
        <translation>Divergiert. Eine kleinere Lernrate hilft.</translation>
    </message>
    <message>
        <source>Done. The best version is from epoch %1.</source>
        <translation>Fertig. Der beste Stand ist aus Epoche %1.</translation>
    </message>
    <message>
        <source>Paused at epoch %1.</source>
        <translation>Angehalten bei Epoche %1.</translation>
    </message>
    <message>
        <source>This run failed.</source>
        <translation>Dieser Lauf schlug fehl.</translation>
    </message>
    <message>
        <source>This run failed at epoch %1.</source>
        <translation>Dieser Lauf schlug bei Epoche %1 fehl.</translation>
    </message>
    <message>
        <source>Few sounds: the analytic start is the model.</source>
        <translation>Wenige Klänge: der analytische Start ist das Modell.</translation>
    </message>
    <message>
        <source>Knows %1 of %2 ways %3 can vary.</source>
        <translation>Kennt %1 von %2 Arten, wie %3 sich ändern kann.</translation>
    </message>
    <message>
        <source>It can be branched from any epoch that was kept.</source>
        <translation>Er lässt sich ab jeder gesicherten Epoche abzweigen.</translation>
    </message>
    <message>
        <source>The first sounds come before the first epoch, from the analytic start.</source>
        <translation>Die ersten Klänge kommen vor der ersten Epoche, vom analytischen Start.</translation>
    </message>
    <message>
        <source>Best so far: epoch %1.</source>
        <translation>Bisher beste: Epoche %1.</translation>
    </message>
    <message>
        <source>Validation has not fallen since. The best is epoch %1.</source>
        <translation>Die Validierung fällt seitdem nicht mehr. Die beste ist Epoche %1.</translation>
    </message>
    <message>
        <source>Validation rose %1 % while training loss kept falling. Stopping now loses nothing.</source>
        <translation>Die Validierung stieg um %1 %, während der Trainingsverlust weiter fiel. Jetzt zu stoppen verliert nichts.</translation>
    </message>
    <message>
        <source>Only %1 of %2 dimensions carry anything. More detail or more varied sounds help.</source>
        <translation>Nur %1 von %2 Dimensionen tragen etwas. Mehr Detail oder vielfältigere Klänge helfen.</translation>
    </message>
    <message>
        <source>A number was not finite. The learning rate was halved.</source>
        <translation>Eine Zahl war nicht endlich. Die Lernrate wurde halbiert.</translation>
    </message>
    <message>
        <source>Numbers were not finite twice. The best epoch, %1, is kept.</source>
        <translation>Zweimal waren Zahlen nicht endlich. Die beste Epoche, %1, ist gesichert.</translation>
    </message>
    <message>
        <source>It goes on as if it had never stopped.</source>
        <translation>Es geht weiter, als hätte es nie gestoppt.</translation>
    </message>
    <message>
        <source>It works, but stays closer to its sounds. From 60 on the network learns more.</source>
        <translation>Es geht, bleibt aber näher an seinen Klängen. Ab 60 lernt das Netz mehr.</translation>
    </message>
    <message>
        <source>Memory was short: batch halved</source>
        <translation>Speicher war knapp: Stapel halbiert</translation>
    </message>
    <message>
        <source>Rolled back, half the rate</source>
        <translation>Zurückgesetzt, halbe Lernrate</translation>
    </message>
    <message>
        <source>%1 (long)</source>
        <translation>%1 (lang)</translation>
    </message>
    <message>
        <source>It has a model.</source>
        <translation>Es gibt ein Modell.</translation>
    </message>
    <message>
        <source>It has no model yet.</source>
        <translation>Es gibt noch kein Modell.</translation>
    </message>
    <message numerus="yes">
        <source>%n one-shot(s)</source>
        <translation>
            <numerusform>%n One-Shot</numerusform>
            <numerusform>%n One-Shots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n long sound(s)</source>
        <translation>
            <numerusform>%n langer Klang</numerusform>
            <numerusform>%n lange Klänge</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::TrayList</name>
    <message>
        <source>fid</source>
        <comment>short for fidelity</comment>
        <translation>Treue</translation>
    </message>
    <message>
        <source>new</source>
        <comment>short for novelty</comment>
        <translation>neu</translation>
    </message>
</context>
<context>
    <name>nde::ui::TrayModel</name>
    <message>
        <source>fidelity %1 %</source>
        <translation>Treue %1 %</translation>
    </message>
    <message>
        <source>new by %1 of the usual distance</source>
        <translation>neu um das %1-Fache des üblichen Abstands</translation>
    </message>
    <message>
        <source>joint latent</source>
        <translation>gemeinsames Modell</translation>
    </message>
    <message>
        <source>layer hybrid</source>
        <translation>Schichthybrid</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>Startwert %1</translation>
    </message>
</context>
<context>
    <name>nde::ui::TrayPanel</name>
    <message>
        <source>Tray</source>
        <translation>Ablage</translation>
    </message>
    <message>
        <source>Dreamed candidates</source>
        <translation>Geträumte Kandidaten</translation>
    </message>
    <message>
        <source>Arrow keys hear, Enter keeps, Backspace drops, V dreams more like it, A and B set the ends, E exports, N plays what it is near to</source>
        <translation>Pfeiltasten lassen hören, Eingabe behält, Rücktaste lässt weg, V träumt mehr davon, A und B setzen die Enden, E exportiert, N spielt, was ihm nahe ist</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop dreaming</source>
        <translation>Träumen abbrechen</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>weglassen</translation>
    </message>
    <message>
        <source>more like this</source>
        <translation>mehr davon</translation>
    </message>
    <message>
        <source>as dreamed</source>
        <translation>wie geträumt</translation>
    </message>
    <message>
        <source>fidelity</source>
        <translation>Treue</translation>
    </message>
    <message>
        <source>newest ideas</source>
        <translation>Neuheit</translation>
    </message>
    <message>
        <source>Order of the tray</source>
        <translation>Reihenfolge der Ablage</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Empty the tray</source>
        <translation>Die Ablage leeren</translation>
    </message>
    <message>
        <source>Throws away all that wait, without a judgement</source>
        <translation>Wirft alle Wartenden weg, ohne Urteil</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>Alle behalten</translation>
    </message>
    <message>
        <source>Keep all candidates</source>
        <translation>Alle Kandidaten behalten</translation>
    </message>
    <message>
        <source>All that wait become sounds of the library</source>
        <translation>Alle Wartenden werden Klänge der Bibliothek</translation>
    </message>
    <message>
        <source>What you dream waits here. Nothing gets into the library before you keep it.</source>
        <translation>Geträumtes wartet hier. Nichts kommt in die Bibliothek, bevor es behalten wird.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Bring back what was dropped</source>
        <translation>Verworfenes zurückholen</translation>
    </message>
    <message>
        <source>Brings back what was dropped or cleared last; the judgement is forgotten (Ctrl+Z)</source>
        <translation>Holt zurück, was zuletzt verworfen oder geleert wurde; das Urteil wird vergessen (Strg+Z)</translation>
    </message>
</context>
<context>
    <name>nde::ui::VerdictLine</name>
    <message>
        <source>Stop, keep best</source>
        <translation>Stoppen, Bestes behalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Branch at half the rate</source>
        <translation>Mit halber Rate abzweigen</translation>
    </message>
    <message>
        <source>Branch with more detail</source>
        <translation>Mit mehr Detail abzweigen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Nochmal versuchen</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell benutzen</translation>
    </message>
    <message>
        <source>Open in Dream</source>
        <translation>In Träumen öffnen</translation>
    </message>
    <message>
        <source>Add sounds…</source>
        <translation>Klänge hinzufügen …</translation>
    </message>
</context>
<context>
    <name>nde::ui::VersionBar</name>
    <message>
        <source>%1. Right click to name or star it.</source>
        <translation>%1. Rechtsklick gibt Namen oder Stern.</translation>
    </message>
    <message>
        <source>%1, starred</source>
        <translation>%1, mit Stern</translation>
    </message>
    <message>
        <source>Go back to it</source>
        <translation>Dahin zurück</translation>
    </message>
    <message>
        <source>Take the star away</source>
        <translation>Stern wegnehmen</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Stern geben</translation>
    </message>
    <message>
        <source>Name it…</source>
        <translation>Benennen…</translation>
    </message>
    <message>
        <source>Name of the version</source>
        <translation>Name der Version</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Choose clips, a lane or a section first.</source>
        <translation>Wähle zuerst Clips, eine Spur oder einen Abschnitt.</translation>
    </message>
    <message>
        <source>Re-roll everything that is not locked</source>
        <translation>Alles neu würfeln, was nicht gesperrt ist</translation>
    </message>
    <message>
        <source>Re-roll %1</source>
        <translation>%1 neu würfeln</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Play the composition</source>
        <translation>Komposition spielen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Loop the section</source>
        <translation>Abschnitt im Loop</translation>
    </message>
    <message>
        <source>Steps of the drum lanes</source>
        <translation>Schritte der Schlagzeugspuren</translation>
    </message>
    <message>
        <source>Mixer</source>
        <translation>Mixer</translation>
    </message>
    <message>
        <source>Re-roll</source>
        <translation>Neu würfeln</translation>
    </message>
    <message>
        <source>Mixdown…</source>
        <translation>Mischung…</translation>
    </message>
    <message>
        <source>Mixdown and export</source>
        <translation>Mischung und Export</translation>
    </message>
    <message>
        <source>changed by a script</source>
        <translation>von einem Skript geändert</translation>
    </message>
    <message>
        <source>rolled again</source>
        <translation>neu gewürfelt</translation>
    </message>
    <message>
        <source>rolled again: %1</source>
        <translation>neu gewürfelt: %1</translation>
    </message>
</context>
<context>
    <name>nde::ui::WatchList</name>
    <message>
        <source>Folder to watch</source>
        <translation>Ordner zum Überwachen</translation>
    </message>
    <message>
        <source>This folder is watched already.</source>
        <translation>Dieser Ordner wird schon überwacht.</translation>
    </message>
    <message>
        <source>The studio looks after its own folders already.</source>
        <translation>Das Studio kümmert sich schon selbst um seine eigenen Ordner.</translation>
    </message>
    <message>
        <source>This folder is not there.</source>
        <translation>Diesen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>%1 is not there at present</source>
        <translation>%1 ist zur Zeit nicht da</translation>
    </message>
    <message>
        <source>Stop watching %1</source>
        <translation>%1 nicht mehr überwachen</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Add a folder to watch</source>
        <translation>Einen Ordner zum Überwachen hinzufügen</translation>
    </message>
    <message>
        <source>Its sounds and those of the folders in it; files are only read</source>
        <translation>Seine Klänge und die der Ordner darin; Dateien werden nur gelesen</translation>
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
    <message>
        <source>Silence: no ear would hear anything</source>
        <translation>Stille: Kein Ohr würde etwas hören</translation>
    </message>
    <message>
        <source>Band %1</source>
        <translation>Band %1</translation>
    </message>
    <message>
        <source>band %1 alone</source>
        <translation>nur Band %1</translation>
    </message>
    <message>
        <source>Click to hear it alone</source>
        <translation>Klick: nur dieses hören</translation>
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
<context>
    <name>nde::ui::WhyBars</name>
    <message>
        <source>Why this one: %1</source>
        <translation>Warum dieser: %1</translation>
    </message>
</context>
<context>
    <name>nde::ui::WordList</name>
    <message>
        <source>Search words</source>
        <translation>Suchwörter</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
</context>
</TS>
