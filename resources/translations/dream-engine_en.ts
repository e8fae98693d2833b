<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>nde::app::Desktop</name>
    <message numerus="yes">
        <source>%n cores · no GPU found</source>
        <translation>
            <numerusform>%n core · no GPU found</numerusform>
            <numerusform>%n cores · no GPU found</numerusform>
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
    <name>nde::ui::FacetPanel</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
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
    <name>nde::ui::SoundTable</name>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n sound</numerusform>
            <numerusform>%n sounds</numerusform>
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
</TS>
