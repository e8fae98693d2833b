<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Arrange</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::app::Desktop</name>
    <message numerus="yes">
        <source>%n cores · no GPU found</source>
        <translation>
            <numerusform>%n core · no GPU found</numerusform>
            <numerusform>%n cores · no GPU found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>GPU · %n core(s)</source>
        <translation>
            <numerusform>GPU · %n core</numerusform>
            <numerusform>GPU · %n cores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n core(s) · GPU</source>
        <translation>
            <numerusform>%n core · GPU</numerusform>
            <numerusform>%n cores · GPU</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ActivityPanel</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be used.</source>
        <translation>
            <numerusform>%n file could not be used.</numerusform>
            <numerusform>%n files could not be used.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::CandidateCard</name>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n sound</numerusform>
            <numerusform>%n sounds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::CheckDialog</name>
    <message numerus="yes">
        <source>%n problem(s) found.</source>
        <translation>
            <numerusform>%n problem found.</numerusform>
            <numerusform>%n problems found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Everything works; %n hint(s).</source>
        <translation>
            <numerusform>Everything works; %n hint.</numerusform>
            <numerusform>Everything works; %n hints.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ChipEditor</name>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n bar</numerusform>
            <numerusform>%n bars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ChipModel</name>
    <message numerus="yes">
        <source>%n section(s)</source>
        <translation>
            <numerusform>%n section</numerusform>
            <numerusform>%n sections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n bar</numerusform>
            <numerusform>%n bars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ChopPanel</name>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n other</numerusform>
            <numerusform>%n others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n slice(s)</source>
        <translation>
            <numerusform>%n slice</numerusform>
            <numerusform>%n slices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n doubtful</source>
        <translation>
            <numerusform>%n doubtful</numerusform>
            <numerusform>%n doubtful</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n to the library</source>
        <translation>
            <numerusform>Add %n to the library</numerusform>
            <numerusform>Add %n to the library</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ChopReviewModel</name>
    <message numerus="yes">
        <source>%n more like it</source>
        <translation>
            <numerusform>%n more like it</numerusform>
            <numerusform>%n more like it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n bar</numerusform>
            <numerusform>%n bars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ClapCard</name>
    <message numerus="yes">
        <source>Listen to %n sound(s)</source>
        <translation>
            <numerusform>Listen to %n sound</numerusform>
            <numerusform>Listen to %n sounds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ClipPanel</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::Comparison</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ComposeRoom</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n sound</numerusform>
            <numerusform>%n sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dreamed</source>
        <translation>
            <numerusform>%n dreamed</numerusform>
            <numerusform>%n dreamed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>copy %n clip(s)</source>
        <translation>
            <numerusform>copy %n clip</numerusform>
            <numerusform>copy %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>move %n clip(s)</source>
        <translation>
            <numerusform>move %n clip</numerusform>
            <numerusform>move %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>remove %n clip(s)</source>
        <translation>
            <numerusform>remove %n clip</numerusform>
            <numerusform>remove %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n bar</numerusform>
            <numerusform>%n bars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n version</numerusform>
            <numerusform>%n versions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ComposeStart</name>
    <message numerus="yes">
        <source>%n sound(s) are ready.</source>
        <translation>
            <numerusform>%n sound is ready.</numerusform>
            <numerusform>%n sounds are ready.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s) are ready. These wishes fit them:</source>
        <translation>
            <numerusform>%n sound is ready. These wishes fit them:</numerusform>
            <numerusform>%n sounds are ready. These wishes fit them:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ComposeVoice</name>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n bar</numerusform>
            <numerusform>%n bars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::CountBadge</name>
    <message numerus="yes">
        <source>%n kick(s)</source>
        <translation>
            <numerusform>%n kick</numerusform>
            <numerusform>%n kicks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n snare(s)</source>
        <translation>
            <numerusform>%n snare</numerusform>
            <numerusform>%n snares</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hat(s)</source>
        <translation>
            <numerusform>%n hat</numerusform>
            <numerusform>%n hats</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clap(s)</source>
        <translation>
            <numerusform>%n clap</numerusform>
            <numerusform>%n claps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tom(s)</source>
        <translation>
            <numerusform>%n tom</numerusform>
            <numerusform>%n toms</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cymbal(s)</source>
        <translation>
            <numerusform>%n cymbal</numerusform>
            <numerusform>%n cymbals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open hat(s)</source>
        <translation>
            <numerusform>%n open hat</numerusform>
            <numerusform>%n open hats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::DeckController</name>
    <message numerus="yes">
        <source>%n lane(s)</source>
        <translation>
            <numerusform>%n lane</numerusform>
            <numerusform>%n lanes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::DetailsPanel</name>
    <message numerus="yes">
        <source>%n shift(s)</source>
        <translation>
            <numerusform>%n shift</numerusform>
            <numerusform>%n shifts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::DreamHead</name>
    <message numerus="yes">
        <source>%1 · %n sound(s) · %2 dimensions</source>
        <translation>
            <numerusform>%1 · %n sound · %2 dimensions</numerusform>
            <numerusform>%1 · %n sounds · %2 dimensions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::DreamRoom</name>
    <message numerus="yes">
        <source>Dream %n sound(s)</source>
        <translation>
            <numerusform>Dream %n sound</numerusform>
            <numerusform>Dream %n sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s) on the map</source>
        <translation>
            <numerusform>%n sound on the map</numerusform>
            <numerusform>%n sounds on the map</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n candidate(s), not in the library yet</source>
        <translation>
            <numerusform>%n candidate, not in the library yet</numerusform>
            <numerusform>%n candidates, not in the library yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept</source>
        <translation>
            <numerusform>%n kept</numerusform>
            <numerusform>%n kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be written to %1.</source>
        <translation>
            <numerusform>%n file could not be written to %1.</numerusform>
            <numerusform>%n files could not be written to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) exported to %1.</source>
        <translation>
            <numerusform>%n file exported to %1.</numerusform>
            <numerusform>%n files exported to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n sound</numerusform>
            <numerusform>%n sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n back in the tray</source>
        <translation>
            <numerusform>%n back in the tray</numerusform>
            <numerusform>%n back in the tray</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::DreamStart</name>
    <message numerus="yes">
        <source>%n sound(s) of the category %1 are ready. Training happens on this computer and needs no download.</source>
        <translation>
            <numerusform>%n sound of the category %1 is ready. Training happens on this computer and needs no download.</numerusform>
            <numerusform>%n sounds of the category %1 are ready. Training happens on this computer and needs no download.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::DreamText</name>
    <message numerus="yes">
        <source>%n rejected draw(s)</source>
        <translation>
            <numerusform>%n rejected draw</numerusform>
            <numerusform>%n rejected draws</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::ExportSetup</name>
    <message numerus="yes">
        <source>%n stem(s)</source>
        <translation>
            <numerusform>%n stem</numerusform>
            <numerusform>%n stems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>a pack of %n sound(s)</source>
        <translation>
            <numerusform>a pack of %n sound</numerusform>
            <numerusform>a pack of %n sounds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::FacetPanel</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n star(s) or more</source>
        <translation>
            <numerusform>%n star or more</numerusform>
            <numerusform>%n stars or more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::FacetValues</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::GridBar</name>
    <message numerus="yes">
        <source>%n tap(s)</source>
        <translation>
            <numerusform>%n tap</numerusform>
            <numerusform>%n taps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::HistoryActions</name>
    <message numerus="yes">
        <source>%1, %n sound(s)</source>
        <translation>
            <numerusform>%1, %n sound</numerusform>
            <numerusform>%1, %n sounds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::JobText</name>
    <message numerus="yes">
        <source>%n stem(s)</source>
        <translation>
            <numerusform>%n stem</numerusform>
            <numerusform>%n stems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n slice(s)</source>
        <translation>
            <numerusform>%n slice</numerusform>
            <numerusform>%n slices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n sound</numerusform>
            <numerusform>%n sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n could not be read</numerusform>
            <numerusform>%n could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be taken</source>
        <translation>
            <numerusform>%n could not be taken</numerusform>
            <numerusform>%n could not be taken</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::LibraryMap</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the map</source>
        <translation>
            <numerusform>%n on the map</numerusform>
            <numerusform>%n on the map</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not analysed</source>
        <translation>
            <numerusform>%n not analysed</numerusform>
            <numerusform>%n not analysed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a place</source>
        <translation>
            <numerusform>%n without a place</numerusform>
            <numerusform>%n without a place</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::LibraryRoom</name>
    <message numerus="yes">
        <source>%n file(s) moved to the trash.</source>
        <translation>
            <numerusform>%n file moved to the trash.</numerusform>
            <numerusform>%n files moved to the trash.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) stay: outside the studio, or no trash takes them.</source>
        <translation>
            <numerusform>%n file stays: outside the studio, or no trash takes it.</numerusform>
            <numerusform>%n files stay: outside the studio, or no trash takes them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) taken out of the trash.</source>
        <translation>
            <numerusform>%n file taken out of the trash.</numerusform>
            <numerusform>%n files taken out of the trash.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be brought back from the trash.</source>
        <translation>
            <numerusform>%n file could not be brought back from the trash.</numerusform>
            <numerusform>%n files could not be brought back from the trash.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::LineageTree</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::MainWindow</name>
    <message numerus="yes">
        <source>CPU · %n core(s)</source>
        <translation>
            <numerusform>CPU · %n core</numerusform>
            <numerusform>CPU · %n cores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) are still running.</source>
        <translation>
            <numerusform>%n job is still running.</numerusform>
            <numerusform>%n jobs are still running.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::Quality</name>
    <message numerus="yes">
        <source>%n gap(s)</source>
        <translation>
            <numerusform>%n gap</numerusform>
            <numerusform>%n gaps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s)</source>
        <translation>
            <numerusform>%n sample</numerusform>
            <numerusform>%n samples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::RecipeRow</name>
    <message numerus="yes">
        <source>%n stem(s)</source>
        <translation>
            <numerusform>%n stem</numerusform>
            <numerusform>%n stems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::RunHead</name>
    <message numerus="yes">
        <source>%n epoch(s)</source>
        <translation>
            <numerusform>%n epoch</numerusform>
            <numerusform>%n epochs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::RunSetup</name>
    <message numerus="yes">
        <source>%n sound(s) are chosen</source>
        <translation>
            <numerusform>%n sound is chosen</numerusform>
            <numerusform>%n sounds are chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::SearchText</name>
    <message numerus="yes">
        <source>%n star(s) or more</source>
        <translation>
            <numerusform>%n star or more</numerusform>
            <numerusform>%n stars or more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::SelectionBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::SeparateHead</name>
    <message numerus="yes">
        <source>%n network(s)</source>
        <translation>
            <numerusform>%n network</numerusform>
            <numerusform>%n networks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n track(s) start when the model is here</source>
        <translation>
            <numerusform>%n track starts when the model is here</numerusform>
            <numerusform>%n tracks start when the model is here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::SeparateRoom</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n track(s) wait in the queue of the Separate room (%1).</source>
        <translation>
            <numerusform>%n track waits in the queue of the Separate room (%1).</numerusform>
            <numerusform>%n tracks wait in the queue of the Separate room (%1).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::SkyView</name>
    <message numerus="yes">
        <source>%n sound(s). Arrow keys move the cursor, Space hears, A and B set the ends</source>
        <translation>
            <numerusform>%n sound. Arrow keys move the cursor, Space hears, A and B set the ends</numerusform>
            <numerusform>%n sounds. Arrow keys move the cursor, Space hears, A and B set the ends</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s). Arrow keys move the cursor, Space hears, Enter chooses</source>
        <translation>
            <numerusform>%n sound. Arrow keys move the cursor, Space hears, Enter chooses</numerusform>
            <numerusform>%n sounds. Arrow keys move the cursor, Space hears, Enter chooses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::SoundActions</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) copied.</source>
        <translation>
            <numerusform>%n file copied.</numerusform>
            <numerusform>%n files copied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n sound(s) from the library?</source>
        <translation>
            <numerusform>Remove %n sound from the library?</numerusform>
            <numerusform>Remove %n sounds from the library?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::SoundDragOut</name>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n sound</numerusform>
            <numerusform>%n sounds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::SoundExportDialog</name>
    <message numerus="yes">
        <source>Export %n sound(s)</source>
        <translation>
            <numerusform>Export %n sound</numerusform>
            <numerusform>Export %n sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::StemTableModel</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::StepGrid</name>
    <message numerus="yes">
        <source>%n stroke(s)</source>
        <translation>
            <numerusform>%n stroke</numerusform>
            <numerusform>%n strokes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::StepPanel</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::TagEditor</name>
    <message numerus="yes">
        <source>Add tags to %n sound(s)</source>
        <translation>
            <numerusform>Add tags to %n sound</numerusform>
            <numerusform>Add tags to %n sounds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::TitleBar</name>
    <message numerus="yes">
        <source>Activity, %n running job(s)</source>
        <translation>
            <numerusform>Activity, %n running job</numerusform>
            <numerusform>Activity, %n running jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::TrackPage</name>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n bar</numerusform>
            <numerusform>%n bars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lane(s)</source>
        <translation>
            <numerusform>%n lane</numerusform>
            <numerusform>%n lanes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n sound</numerusform>
            <numerusform>%n sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dreamed</source>
        <translation>
            <numerusform>%n dreamed</numerusform>
            <numerusform>%n dreamed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) want a sound that the library does not have.</source>
        <translation>
            <numerusform>%n place wants a sound that the library does not have.</numerusform>
            <numerusform>%n places want a sound that the library does not have.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::TrainRoom</name>
    <message numerus="yes">
        <source>A run is active, %n wait(s) in line.</source>
        <translation>
            <numerusform>A run is active, %n waits in line.</numerusform>
            <numerusform>A run is active, %n wait in line.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Start %n run(s)</source>
        <translation>
            <numerusform>Start %n run</numerusform>
            <numerusform>Start %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n long sound(s)</source>
        <translation>
            <numerusform>%1: %n long sound</numerusform>
            <numerusform>%1: %n long sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) wait to be trained, one after another.</source>
        <translation>
            <numerusform>%n run waits to be trained.</numerusform>
            <numerusform>%n runs wait to be trained, one after another.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nde::ui::TrainText</name>
    <message numerus="yes">
        <source>%n epoch(s)</source>
        <translation>
            <numerusform>%n epoch</numerusform>
            <numerusform>%n epochs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n sound</numerusform>
            <numerusform>%n sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more sound(s) are needed.</source>
        <translation>
            <numerusform>%n more sound is needed.</numerusform>
            <numerusform>%n more sounds are needed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing file(s)</source>
        <translation>
            <numerusform>%n missing file</numerusform>
            <numerusform>%n missing files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not one-shot(s)</source>
        <translation>
            <numerusform>%n not a one-shot</numerusform>
            <numerusform>%n not one-shots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of low quality</source>
        <translation>
            <numerusform>%n of low quality</numerusform>
            <numerusform>%n of low quality</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n silent</source>
        <translation>
            <numerusform>%n silent</numerusform>
            <numerusform>%n silent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too short</source>
        <translation>
            <numerusform>%n too short</numerusform>
            <numerusform>%n too short</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too long</source>
        <translation>
            <numerusform>%n too long</numerusform>
            <numerusform>%n too long</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unreadable</source>
        <translation>
            <numerusform>%n unreadable</numerusform>
            <numerusform>%n unreadable</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clipped</source>
        <translation>
            <numerusform>%n clipped</numerusform>
            <numerusform>%n clipped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n near duplicate(s)</source>
        <translation>
            <numerusform>%n near duplicate</numerusform>
            <numerusform>%n near duplicates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n duplicate(s)</source>
        <translation>
            <numerusform>%n duplicate</numerusform>
            <numerusform>%n duplicates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of another category</source>
        <translation>
            <numerusform>%n of another category</numerusform>
            <numerusform>%n of another category</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n generated</source>
        <translation>
            <numerusform>%n generated</numerusform>
            <numerusform>%n generated</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n one-shot(s)</source>
        <translation>
            <numerusform>%n one-shot</numerusform>
            <numerusform>%n one-shots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n long sound(s)</source>
        <translation>
            <numerusform>%n long sound</numerusform>
            <numerusform>%n long sounds</numerusform>
        </translation>
    </message>
</context>
</TS>
