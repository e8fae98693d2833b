#include "app/cli/Texts.h"

#include <QCoreApplication>
#include <QHash>

namespace nde::cli {
namespace {

struct Pair
{
    const char* english;
    const char* german;
};

constexpr Pair kGerman[] {
    // Wrong use
    {"There is no option '%1'; 'dream help' lists them.",
     "Die Option '%1' gibt es nicht; 'dream help' zählt alle auf."},
    {"There is no command '%1'; 'dream help' lists them.",
     "Den Befehl '%1' gibt es nicht; 'dream help' zählt alle auf."},
    {"'--%1' takes no value.", "'--%1' nimmt keinen Wert."},
    {"'--%1' needs a value.", "'--%1' braucht einen Wert."},
    {"'-%1' needs a value.", "'-%1' braucht einen Wert."},
    {"'--%1' must be a whole number from %2 to %3, not '%4'.",
     "'--%1' muss eine ganze Zahl von %2 bis %3 sein, nicht '%4'."},
    {"'--%1' must be a number from %2 to %3, not '%4'.",
     "'--%1' muss eine Zahl von %2 bis %3 sein, nicht '%4'."},
    {"'--seed' must be a whole number from 0 on, not '%1'.",
     "'--seed' muss eine ganze Zahl ab 0 sein, nicht '%1'."},
    {"'--%1' must be one of %2, not '%3'.", "'--%1' muss eines von %2 sein, nicht '%3'."},
    {"'%1' is one argument too many.", "'%1' ist ein Argument zu viel."},
    {"'--out' names the folder of the new studio.", "'--out' nennt den Ordner des neuen Studios."},
    {"Name a drum stem by file or id.", "Nenne einen Schlagzeug-Stem als Datei oder Nummer."},
    {"Name files or folders, or '-' for a list on the standard input.",
     "Nenne Dateien oder Ordner, oder '-' für eine Liste auf der Standardeingabe."},
    {"Name a track to separate, or '-' for a list on the standard input.",
     "Nenne einen Track zum Trennen, oder '-' für eine Liste auf der Standardeingabe."},
    {"Name one category, for example 'kick'.", "Nenne eine Kategorie, zum Beispiel 'kick'."},
    {"Name one sound by its id, for example '12'.",
     "Nenne einen Klang mit seiner Nummer, zum Beispiel '12'."},
    {"There is no category '%1'.", "Die Kategorie '%1' gibt es nicht."},
    {"There is no category '%1'; there are %2.", "Die Kategorie '%1' gibt es nicht; es gibt %2."},
    {"'--sources' takes original, separated and generated, not '%1'.",
     "'--sources' nimmt original, separated und generated, nicht '%1'."},
    {"Say in words what the track is to be.", "Sag in Worten, was der Track werden soll."},
    {"'dream jobs' knows %1, not '%2'.", "'dream jobs' kennt %1, nicht '%2'."},
    {"'dream jobs %1' needs the number of a job.",
     "'dream jobs %1' braucht die Nummer eines Auftrags."},
    {"'dream studio' knows %1, not '%2'.", "'dream studio' kennt %1, nicht '%2'."},
    {"'dream studio init' needs a folder.", "'dream studio init' braucht einen Ordner."},
    // Failures
    {"Not found", "Nicht gefunden"},
    {"Nothing is overwritten without --force", "Ohne --force wird nichts überschrieben"},
    {"The place cannot be written", "Dort kann nicht geschrieben werden"},
    {"The disk is full", "Der Datenträger ist voll"},
    {"A model is missing", "Ein Modell fehlt"},
    {"Not enough sounds", "Zu wenige Klänge"},
    {"Not enough memory", "Zu wenig Speicher"},
    {"Busy", "Belegt"},
    {"Cancelled", "Abgebrochen"},
    {"Cannot be read", "Nicht lesbar"},
    {"Error", "Fehler"},
    {"There is no studio here; make one with 'dream studio init DIR' or name one with --studio.",
     "Hier ist kein Studio; lege eines mit 'dream studio init ORDNER' an oder nenne eines mit "
     "--studio."},
    {"The model '%1' is not installed; 'draft' needs no download.",
     "Das Modell '%1' ist nicht installiert; 'draft' braucht keinen Download."},
    {"There is no model '%1'; 'draft' is built in.",
     "Das Modell '%1' gibt es nicht; 'draft' ist eingebaut."},
    {"%1 of %2 failed.", "%1 von %2 fehlgeschlagen."},
    // Results
    {"analysing", "analysieren"},
    {"%1 sounds", "%1 Klänge"},
    {"%1 sounds and the demo track are ready.", "%1 Klänge und der Demo-Track sind fertig."},
    {"%1 imported, %2 were there already, %3 failed.",
     "%1 aufgenommen, %2 waren schon da, %3 fehlgeschlagen."},
    {"%1 bpm, %2, %3 bars, %4 s.", "%1 bpm, %2, %3 Takte, %4 s."},
    {"'%1' is silent.", "'%1' ist stumm."},
    {"The %1 channels were folded to stereo.", "Die %1 Kanäle wurden zu Stereo gefaltet."},
    {"--%1 has no effect on the Draft separator.",
     "--%1 hat auf die Draft-Trennung keine Wirkung."},
    {"Learned from %1 sounds; best epoch %2 of %3.",
     "Aus %1 Klängen gelernt; beste Epoche %2 von %3."},
    {"Left out: %1 (%2).", "Ausgelassen: %1 (%2)."},
    {"Rejected: %1 (%2).", "Verworfen: %1 (%2)."},
    {"Job %1 is done.", "Auftrag %1 ist fertig."},
    {"'%1' was not understood.", "'%1' wurde nicht verstanden."},
    {"No sound matches.", "Kein Klang passt."},
    {"Removed what an interrupted job left: '%1'.",
     "Reste eines abgebrochenen Auftrags entfernt: '%1'."},
    {"The library is in order.", "Die Bibliothek ist in Ordnung."},
    {"Would analyse %1 sounds.", "Würde %1 Klänge analysieren."},
    {"Would cut %1 into hits.", "Würde %1 in Schläge zerlegen."},
    {"Would compose '%1'.", "Würde '%1' komponieren."},
    {"Would make a studio with about 300 sounds in '%1'.",
     "Würde in '%1' ein Studio mit etwa 300 Klängen anlegen."},
    {"Would make a studio in '%1'.", "Würde in '%1' ein Studio anlegen."},
    {"Would dream %1 sounds of '%2'.", "Würde %1 Klänge der Art '%2' träumen."},
    {"Would import %1.", "Würde %1 aufnehmen."},
    {"Would separate %1.", "Würde %1 trennen."},
    {"Would train '%1' for up to %2 epochs.", "Würde '%1' bis zu %2 Epochen trainieren."},
    // Help
    {"dream - takes tracks apart, dreams new sounds, builds the next track",
     "dream - zerlegt Tracks, träumt neue Klänge, baut den nächsten Track"},
    {"Commands:", "Befehle:"},
    {"Examples:", "Beispiele:"},
    {"Options:", "Optionen:"},
    {"Common options:", "Gemeinsame Optionen:"},
    {"'dream help COMMAND' shows examples and options.",
     "'dream help BEFEHL' zeigt Beispiele und Optionen."},
    {"Makes a studio with the starter kit and a demo track with its true parts.",
     "Legt ein Studio mit Starter-Kit und einem Demo-Track samt seinen wahren Teilen an."},
    {"Adds files and folders to the library where they lie, and analyses them.",
     "Nimmt Dateien und Ordner dort, wo sie liegen, in die Bibliothek auf und analysiert sie."},
    {"Splits a track into drums, bass, vocals, other and what is left over.",
     "Trennt einen Track in Schlagzeug, Bass, Stimme, Übriges und den Rest."},
    {"Cuts a drum stem into single hits and says what each one is.",
     "Zerlegt einen Schlagzeug-Stem in Einzelschläge und benennt sie."},
    {"Measures tempo, key, loudness, tone and quality; without arguments: whatever waits.",
     "Misst Tempo, Tonart, Lautheit, Klang und Güte; ohne Argumente: was noch wartet."},
    {"Trains a small network on the sounds of a category in the library.",
     "Trainiert ein kleines Netz mit den Klängen einer Kategorie der Bibliothek."},
    {"Dreams new sounds with a trained model; the same seed gives the same files.",
     "Träumt neue Klänge mit einem trainierten Modell; gleicher Seed, gleiche Dateien."},
    {"Builds a track from the library after a description in English or German.",
     "Baut nach einer Beschreibung auf Deutsch oder Englisch einen Track aus der Bibliothek."},
    {"Finds sounds by words in name and tags and by fields.",
     "Findet Klänge nach Wörtern in Namen und Tags und nach Feldern."},
    {"Counts the sounds of the library by source and category.",
     "Zählt die Klänge der Bibliothek nach Herkunft und Kategorie."},
    {"Shows what a sound was made of and what was made of it.",
     "Zeigt, woraus ein Klang gemacht wurde und was aus ihm wurde."},
    {"Shows and steers the jobs of the studio, also those of other processes.",
     "Zeigt und steuert die Aufträge des Studios, auch die anderer Prozesse."},
    {"Makes, describes, checks and backs up a studio.",
     "Legt ein Studio an, beschreibt, prüft und sichert es."},
    {"Looks at the machine and the studio and says what to do.",
     "Prüft Rechner und Studio und sagt, was zu tun ist."},
    {"the studio (else DREAM_STUDIO, else the nearest folder with one)",
     "das Studio (sonst DREAM_STUDIO, sonst der nächste Ordner mit einem)"},
    {"print one JSON object", "ein JSON-Objekt ausgeben"},
    {"print no messages", "keine Meldungen ausgeben"},
    {"print what happens; -vv for more", "ausgeben, was geschieht; -vv für mehr"},
    {"seed of everything random", "Seed für alles Zufällige"},
    {"overwrite existing files", "vorhandene Dateien überschreiben"},
    {"say what would be done, and do nothing", "sagen, was getan würde, und nichts tun"},
    {"processor threads, 0 = automatic", "Prozessor-Threads, 0 = automatisch"},
    {"auto or cpu", "auto oder cpu"},
    {"en or de", "en oder de"},
    {"no colours", "keine Farben"},
    {"show this help", "diese Hilfe zeigen"},
    {"folder of the studio", "Ordner des Studios"},
    {"only the sounds, no demo track", "nur die Klänge, kein Demo-Track"},
    {"category of all of them (else it is recognised)",
     "Kategorie für alle (sonst wird sie erkannt)"},
    {"original, separated, slice, generated or track",
     "original, separated, slice, generated oder track"},
    {"add now, analyse later", "jetzt aufnehmen, später analysieren"},
    {"draft (built in)", "draft (eingebaut)"},
    {"the same as --model", "dasselbe wie --model"},
    {"files become DIR/<track>/<stem>.wav", "Dateien werden DIR/<Track>/<Stem>.wav"},
    {"wav16, wav24, wav32f, flac, ogg or mp3", "wav16, wav24, wav32f, flac, ogg oder mp3"},
    {"cut the drum stem into single hits afterwards",
     "danach den Schlagzeug-Stem in Einzelschläge zerlegen"},
    {"only files, nothing enters a library", "nur Dateien, nichts kommt in eine Bibliothek"},
    {"only files, nothing enters the library", "nur Dateien, nichts kommt in die Bibliothek"},
    {"for network models", "für Netz-Modelle"},
    {"0 = only the loudest hits ... 1 = everything", "0 = nur die lautesten Schläge ... 1 = alles"},
    {"where the hits go", "wohin die Schläge kommen"},
    {"where the files go", "wohin die Dateien kommen"},
    {"measure files without adding them to the library",
     "Dateien messen, ohne sie in die Bibliothek aufzunehmen"},
    {"quick, good or deep", "quick, good oder deep"},
    {"0 to 1000; 0 = the analytic start only", "0 bis 1000; 0 = nur der analytische Start"},
    {"1 to 128", "1 bis 128"},
    {"32 to 512", "32 bis 512"},
    {"learning rate", "Lernrate"},
    {"2e-5 to 5e-4, smaller = finer", "2e-5 bis 5e-4, kleiner = feiner"},
    {"variants of each sound, 0 to 8", "Varianten jedes Klangs, 0 bis 8"},
    {"share kept for validation, 0 to 0.5", "Anteil für die Validierung, 0 bis 0.5"},
    {"epochs without improvement before it stops", "Epochen ohne Verbesserung bis zum Ende"},
    {"leave out worse sounds, 0 to 1", "schlechtere Klänge auslassen, 0 bis 1"},
    {"print one object a line and epoch", "je Epoche eine Zeile mit einem Objekt ausgeben"},
    {"how many, 1 to 50", "wie viele, 1 bis 50"},
    {"random", "random"},
    {"0 = near the originals ... 1 = far", "0 = nah an den Originalen ... 1 = fern"},
    {"spread of the draw, 0 to 3", "Streuung der Ziehung, 0 bis 3"},
    {"44100 or 48000", "44100 oder 48000"},
    {"the track; .wav, .flac, .ogg or .mp3", "der Track; .wav, .flac, .ogg oder .mp3"},
    {"original,separated,generated", "original,separated,generated"},
    {"write the plan, render nothing", "den Plan schreiben, nichts rendern"},
    {"how many at most", "höchstens so viele"},
    {"print only paths", "nur Pfade ausgeben"},
    {"print only paths, ended by NUL for xargs -0",
     "nur Pfade ausgeben, mit NUL beendet für xargs -0"},
    {"retry: put it into the queue, do not run it here",
     "retry: in die Warteschlange stellen, nicht hier ausführen"},
    {"only what it was made of", "nur, woraus er gemacht wurde"},
    {"only what was made of it", "nur, was aus ihm wurde"},
};

} // namespace

QString text(const char* english)
{
    return QCoreApplication::translate("cli", english);
}

QString GermanTexts::translate(const char* context, const char* sourceText,
                               const char* /*disambiguation*/, int /*n*/) const
{
    if (qstrcmp(context, "cli") != 0) {
        return {};
    }
    static const QHash<QByteArray, QString> table = [] {
        QHash<QByteArray, QString> pairs;
        for (const auto& pair : kGerman) {
            pairs.insert(pair.english, QString::fromUtf8(pair.german));
        }
        return pairs;
    }();
    return table.value(sourceText);
}

} // namespace nde::cli
